package org.arbolt.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.arbolt.forcefield.Energies;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.Ensemble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example runs, in miniature, and says what is so. Checks of estimates at five standard errors; seeds are fixed.
 */
@Tag("slow")
class ExamplesTest {
    private static final double SIGMAS = 5;
    private static final Path DIPEPTIDE = Path.of("..", "models", "Ace-A-Nme.internal.safetensors");

    @TempDir
    Path folder;

    @Test
    void energiesOfATrajectory() {
        Molecule peptide = Peptide.of("Ace-A-Nme");
        Frames frames = Frames.concatenate(List.of(peptide.frames(), peptide.frames()), 22);
        Path pdb = folder.resolve("peptide.pdb");
        Path trajectory = folder.resolve("frames.dcd");
        PdbFile.write(pdb, peptide.topology(), peptide.frames());
        DcdFile.write(trajectory, frames);
        Energies energies = TrajectoryEnergies.of(pdb, trajectory);
        assertThat(energies.total()).hasSize(2);
        assertThat(energies.total()[0]).isEqualTo(energies.total()[1]).isFinite();
        assertThat(energies.forces()).hasSize(2 * 66);
    }

    /** ⟨r⟩ of p(r) ∝ r² exp(−k(r − r₀)²/2kT) is (r₀³ + 3 r₀ s²)/(r₀² + s²) with s² = kT/k. */
    @Test
    void aPotentialOfOnesOwn() {
        double s2 = 8.314462618e-3 * 300 / OwnPotential.STIFFNESS;
        double r0 = OwnPotential.LENGTH;
        double exact = (r0 * r0 * r0 + 3 * r0 * s2) / (r0 * r0 + s2);
        Estimate length = OwnPotential.length(32, 60);
        assertThat(length.value()).isCloseTo(exact, within(SIGMAS * length.error()));
        assertThat(length.error()).isLessThan(0.005);
    }

    @Test
    void aProposalOfOnesOwn() {
        Ensemble ensemble = OwnProposal.ensemble(20_000);
        double left = wells(-6, 0);
        double all = left + wells(0, 6);
        Estimate population = ensemble.population(OwnProposal.left());
        Estimate freeEnergy =
                ensemble.freeEnergy(OwnProposal.left(), OwnProposal.left().not());
        assertThat(population.value()).isCloseTo(left / all, within(SIGMAS * population.error()));
        assertThat(freeEnergy.value()).isCloseTo(-Math.log(left / (all - left)), within(SIGMAS * freeEnergy.error()));
        assertThat(freeEnergy.error()).isLessThan(0.1);
    }

    /** ∫ exp(−u) dx by the midpoint rule. */
    private static double wells(double from, double to) {
        int steps = 100_000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double x = from + (to - from) * (i + 0.5) / steps;
            sum += Math.exp(-2 * (x * x - 1) * (x * x - 1) - x / 2);
        }
        return sum * (to - from) / steps;
    }

    @Test
    void dynamicsOfAPeptide() {
        Frames frames = PeptideDynamics.frames("Ace-A-Nme", 2, 3);
        assertThat(frames.count()).isEqualTo(6);
        assertThat(frames.atoms()).isEqualTo(22);
    }

    @Test
    void aFirstEnsemble() {
        Estimate distance = FirstEnsemble.endToEnd(DIPEPTIDE, 64);
        assertThat(distance.value()).isBetween(0.3, 0.8);
        assertThat(distance.error()).isBetween(0.001, 0.1);
    }

    @Test
    void aFreeEnergyBetweenBasins() {
        Estimate freeEnergy = BasinFreeEnergy.helixOverExtended(DIPEPTIDE, 256);
        assertThat(freeEnergy.value()).isBetween(-6.0, 8.0);
        assertThat(freeEnergy.error()).isBetween(0.05, 3.0);
    }
}
