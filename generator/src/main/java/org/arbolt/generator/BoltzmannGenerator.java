package org.arbolt.generator;

import java.nio.file.Path;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights.Treatment;
import org.arbolt.sampling.Proposal;

/**
 * A trained model and the energy that its samples are weighed by: equilibrium ensembles without dynamics. Immutable;
 * needs no native library.
 *
 * <pre>{@code
 * Ensemble ensemble = BoltzmannGenerator.load(Path.of("models/Ace-A-Nme.internal.safetensors")).sample(10_000, 1);
 * }</pre>
 *
 * @param model what conformations are drawn from
 * @param molecule its molecule, in a conformation with the right chirality
 * @param potential its energy
 * @param temperatureKelvin temperature, K
 */
public record BoltzmannGenerator(TrainedModel model, Molecule molecule, Potential potential, double temperatureKelvin) {
    private static final ModelConditions USUAL =
            new ModelConditions(ForceField.AMBER99SB_ILDN_OBC.label(), "none", 300);

    public BoltzmannGenerator {
        if (model.coordinates().atoms() != molecule.topology().atomCount()
                || potential.atoms() != model.coordinates().atoms()) {
            throw new IllegalArgumentException(
                    "a model of " + model.coordinates().atoms() + " atoms for a molecule of "
                            + molecule.topology().atomCount() + " and a potential of " + potential.atoms());
        }
    }

    /**
     * Reads a model of the peptide that its file names, to be weighed by the energy and at the temperature that it was
     * trained for; where the file does not say them, by ff99SB-ILDN with OBC solvent at 300 K.
     *
     * @param file e.g. {@code models/Ace-A-Nme.internal.safetensors}
     * @throws org.arbolt.BadInput if the file is damaged, is no model of Arbolt, or is one of many peptides
     */
    public static BoltzmannGenerator load(Path file) {
        TrainedModel model = TrainedModel.load(file);
        return of(file, model, Peptide.of(model.peptide()));
    }

    /**
     * Reads a model of a molecule, or one of many peptides and tells it this one; otherwise as {@link #load(Path)}.
     *
     * @param molecule e.g. {@code Peptide.of("SA")}
     * @throws org.arbolt.BadInput if the file is damaged, is no model of Arbolt, or is of another molecule
     */
    public static BoltzmannGenerator load(Path file, Molecule molecule) {
        return of(file, TrainedModel.load(file, molecule.name(), molecule), molecule);
    }

    private static BoltzmannGenerator of(Path file, TrainedModel model, Molecule molecule) {
        ModelConditions conditions = ModelConditions.of(file).orElse(USUAL);
        return new BoltzmannGenerator(
                model, molecule, conditions.potential(molecule.topology()), conditions.temperatureKelvin());
    }

    /**
     * The same model, its samples weighed by another energy or at another temperature. Any is exact; one that the model
     * was trained for gives the most effective samples.
     *
     * @param other energy of the molecule, atoms in the order of its topology
     * @param kelvin temperature, K
     */
    public BoltzmannGenerator at(Potential other, double kelvin) {
        return new BoltzmannGenerator(model, molecule, other, kelvin);
    }

    /**
     * Independent conformations with their weights, Pareto smoothed; the raw weights are kept with them.
     *
     * @param count how many
     * @param seed the same seed gives the same samples, of which fewer are the first ones
     * @return [F][A][3] in nm, energies in kJ/mol, log-densities, weights
     */
    public Ensemble sample(int count, long seed) {
        try (ConformationSampler sampler = model.sampler(potential, potential, temperatureKelvin)) {
            Proposal.Draw draw = sampler.draw(new Seed(seed).child("samples"), 0, count);
            BoltzmannTarget target = new BoltzmannTarget(
                    potential,
                    temperatureKelvin,
                    model.centroidDeviation(draw.frames()),
                    Stereocentres.of(molecule.topology(), molecule.xyz()));
            return Ensemble.of(draw, target, Treatment.PSIS);
        }
    }
}
