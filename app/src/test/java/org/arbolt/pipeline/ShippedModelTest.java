package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.arbolt.evaluate.BackboneBasin;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Estimate;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The model that ships, against dynamics that it was not trained on: 2,000 reweighted samples of Ace-A-Nme, and the
 * means over
 *
 * <pre>arbolt md Ace-A-Nme --frames 20000 --seed 202</pre>
 *
 * with their standard errors from the scatter of its 32 independent ladders. Bounds of five combined standard errors: a
 * false alarm in 2·10⁶ for each of the four comparisons; the seed is fixed.
 */
@Tag("slow")
class ShippedModelTest {
    private static final String PEPTIDE = "Ace-A-Nme";
    private static final int SAMPLES = 2000;
    private static final double SIGMAS = 5;

    private static final Mean ENERGY = new Mean(-59.449, 0.122); // kJ/mol
    private static final Mean EXTENDED = new Mean(0.56974, 0.00516);
    private static final Mean RIGHT_HELIX = new Mean(0.41086, 0.00477);
    private static final Mean LEFT = new Mean(0.01939, 0.00128);

    private static Molecule molecule;
    private static Ensemble ensemble;
    private static double[] recomputed;

    private record Mean(double value, double error) {}

    @BeforeAll
    static void sample() {
        molecule = Peptide.of(PEPTIDE);
        Path file = Path.of("..", "models", PEPTIDE + ".internal.safetensors");
        TrainedModel model = TrainedModel.load(file);
        try (ModelProposal proposal = model.proposal(1)) {
            Proposal.Draw draw = proposal.draw(new Seed(2026), 0, SAMPLES);
            recomputed = proposal.logDensity(draw.frames());
            BoltzmannTarget target = new BoltzmannTarget(
                    ForceField.named("amber99sbildn-obc")
                            .potential(molecule.topology(), Cutoff.NONE, EnergyPrecision.DOUBLE),
                    300,
                    model.coordinates().centroidDeviation(),
                    Stereocentres.of(molecule.topology(), molecule.xyz()));
            ensemble = Ensemble.of(draw, target, ImportanceWeights.Treatment.NONE);
        }
    }

    /** To the bit: both pass the same kernels. */
    @Test
    void theDensityOfWhatWasDrawnIsTheOneReported() {
        assertThat(recomputed).isEqualTo(ensemble.logDensity());
    }

    @Test
    void meanEnergyAndPopulationsAgreeWithDynamics() {
        assertAgrees(ensemble.evaluation().energy(), ENERGY);
        assertAgrees(indicator(BackboneBasin.EXTENDED), EXTENDED);
        assertAgrees(indicator(BackboneBasin.RIGHT_HELIX), RIGHT_HELIX);
        assertAgrees(indicator(BackboneBasin.LEFT), LEFT);
    }

    private static void assertAgrees(double[] values, Mean dynamics) {
        Estimate mean = ensemble.mean(values);
        assertThat(mean.value()).isCloseTo(dynamics.value, within(SIGMAS * Math.hypot(mean.error(), dynamics.error)));
    }

    private static double[] indicator(BackboneBasin basin) {
        Topology topology = molecule.topology();
        Torsions.Torsion phi = Torsions.phi(topology).getFirst();
        Torsions.Torsion psi = Torsions.psi(topology).getFirst();
        double[] xyz = ensemble.frames().xyz();
        IntPredicate inside = f -> BackboneBasin.of(
                        Torsions.angle(xyz, 3 * f * topology.atomCount(), phi),
                        Torsions.angle(xyz, 3 * f * topology.atomCount(), psi))
                == basin;
        double[] values = new double[SAMPLES];
        Arrays.setAll(values, f -> inside.test(f) ? 1 : 0);
        return values;
    }
}
