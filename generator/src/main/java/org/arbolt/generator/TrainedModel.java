package org.arbolt.generator;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Potential;
import org.arbolt.model.coordinates.CartesianCoordinates;
import org.arbolt.model.coordinates.ControlledTokens;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.coordinates.MirroredCoordinates;
import org.arbolt.model.decoding.KernelSampler;
import org.arbolt.model.decoding.TokenSampler;
import org.arbolt.model.transformer.AtomLabels;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Handedness;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ConformationSampler;

/**
 * A trained model of one molecule: the coordinates it speaks and its network. Immutable; needs no native library.
 *
 * @param peptide name of the molecule
 * @param coordinates how tokens are conformations
 * @param network told its molecule
 */
public record TrainedModel(String peptide, Coordinates coordinates, TransformerWeights network) {

    public TrainedModel {
        if (network.tokens() != coordinates.tokens() || network.config().bins() != coordinates.bins()) {
            throw new IllegalArgumentException("network of " + network.tokens() + " tokens of "
                    + network.config().bins() + " bins for coordinates of " + coordinates.tokens() + " and "
                    + coordinates.bins());
        }
        TransformerVariant.Heads heads = network.config().design().heads();
        if (heads != null && heads.scans() && network.layout().scans() == null) {
            throw new BadInput(
                    "the model's network is told energies, but its coordinates name no force field; the model "
                            + "file is damaged");
        }
    }

    /**
     * Reads a model of the molecule that its file names.
     *
     * @throws BadInput if the file is damaged, is no model of Arbolt, or is one of many molecules
     */
    public static TrainedModel load(Path file) {
        ModelFile read = ModelFile.read(file);
        if (read.transferable()) {
            throw new BadInput(file + " is a model of any peptide; say which");
        }
        return of(read, read.peptide(), Peptide.topology(read.peptide()));
    }

    /**
     * Reads a model of a peptide, or one of many and tells it that peptide.
     *
     * @throws BadInput if the file is damaged, is no model of Arbolt, or is of another molecule
     */
    public static TrainedModel load(Path file, String peptide, Topology topology) {
        return of(read(file, peptide), peptide, topology);
    }

    /**
     * The same of a molecule as it stands: a model of many peptides is told the mirror image of one whose residues are
     * all D-amino acids.
     *
     * @throws BadInput if the file is damaged, is no model of Arbolt, or is of another molecule; for a model of many
     *     also if the molecule has amino acids of both kinds
     */
    public static TrainedModel load(Path file, String peptide, Molecule molecule) {
        ModelFile read = read(file, peptide);
        TrainedModel model = of(read, peptide, molecule.topology());
        return read.transferable() && Handedness.of(molecule).notMixed() == Handedness.RIGHT
                ? new TrainedModel(peptide, new MirroredCoordinates(model.coordinates), model.network)
                : model;
    }

    private static ModelFile read(Path file, String peptide) {
        ModelFile read = ModelFile.read(file);
        if (!read.transferable() && !read.peptide().equals(peptide)) {
            throw new BadInput(file + " is a model of " + read.peptide() + ", not of " + peptide
                    + "; name another model, or train one");
        }
        return read;
    }

    private static TrainedModel of(ModelFile read, String peptide, Topology topology) {
        if (read.network().molecule() == null) {
            return told(read.coordinates(), read.network(), peptide, topology);
        }
        Coordinates coordinates = Coordinates.from(read.coordinates(), topology);
        TokenLayout layout = read.network().layout().with(coordinates.scans());
        return new TrainedModel(peptide, coordinates, read.network().of(layout));
    }

    /** A model of many molecules, told one. @throws BadInput if it cannot speak of that molecule */
    static TrainedModel told(
            Map<String, Object> coordinates, TransformerWeights network, String peptide, Topology topology) {
        Coordinates own = Coordinates.from(coordinates, topology);
        AtomLabels.Vocabulary vocabulary =
                network.config().design().conditioning().vocabulary();
        try {
            return new TrainedModel(peptide, own, network.of(TokenLayout.of(own, topology, vocabulary)));
        } catch (IllegalArgumentException e) {
            throw new BadInput(peptide + " is beyond this model: " + e.getMessage() + "; take a smaller peptide", e);
        }
    }

    /**
     * Writes the model.
     *
     * @param notes what else to keep with it
     */
    public void save(Path file, Checkpoint.Storage storage, Map<String, String> notes) {
        Map<String, String> all = new LinkedHashMap<>(notes);
        all.put(ModelFile.PEPTIDE, peptide);
        ModelFile.write(file, coordinates.describe(), network, storage, all);
    }

    /** The same with other weights. */
    public TrainedModel with(TransformerWeights weights) {
        return new TrainedModel(peptide, coordinates, weights);
    }

    /**
     * σ of the centroid density that the model's samples are weighed by, nm.
     *
     * @param samples of the model, whose centroids say it where the model does not
     */
    public double centroidDeviation(Frames samples) {
        return statedCentroidDeviation().orElseGet(() -> BoltzmannTarget.fittedCentroidDeviation(samples));
    }

    /** The same where the model says it; empty where samples do. */
    public OptionalDouble statedCentroidDeviation() {
        return coordinates.shifted() ? OptionalDouble.of(coordinates.centroidDeviation()) : OptionalDouble.empty();
    }

    /**
     * The model as a distribution over conformations.
     *
     * @param temperature divides the logits; the density is that of the tempered distribution
     * @return closed by the caller where networks run on a GPU; elsewhere that does nothing
     */
    public ModelProposal proposal(double temperature) {
        requireWhole();
        return new ModelProposal(coordinates, TokenSampler.of(network, temperature));
    }

    /**
     * Samples of the model, of which an energy tells the stiff coordinates where the model's soft torsions come first
     * ({@link HarmonicSampler}): many more of them are effective.
     *
     * @param exact energy that they will be weighed by
     * @param fast the same in any precision, for minima and curvatures
     * @param temperatureKelvin temperature, K
     * @return closed by the caller where networks run on a GPU; elsewhere that does nothing
     */
    public ConformationSampler sampler(Potential exact, Potential fast, double temperatureKelvin) {
        HarmonicSampler sampler = HarmonicSampler.of(coordinates, network, exact, fast, temperatureKelvin);
        return sampler != null ? sampler : proposal(1);
    }

    /**
     * The model with its distribution changed while it writes.
     *
     * @param topology of the molecule
     * @throws BadInput if its coordinates cannot be controlled so
     */
    public ModelProposal proposal(SamplingDistribution distribution, Topology topology) {
        requireWhole();
        Coordinates controlled = controlled(distribution, topology);
        return new ModelProposal(controlled, TokenSampler.of(network, distribution.tokens(controlled, softTokens())));
    }

    /**
     * The same, written step by step, on the CPU.
     *
     * @param topology of the molecule
     * @throws BadInput if its coordinates cannot be controlled so
     */
    public ModelSequences sequences(SamplingDistribution distribution, Topology topology) {
        requireWhole();
        Coordinates controlled = controlled(distribution, topology);
        return new ModelSequences(
                controlled, new KernelSampler(network, distribution.tokens(controlled, softTokens())));
    }

    /** What windows and held atoms come to in the model's coordinates, in words. */
    public List<String> remarks(SamplingDistribution distribution, Topology topology) {
        return controlled(distribution, topology) instanceof ControlledTokens controlled
                ? controlled.remarks()
                : distribution.windows().stream()
                        .map(window -> "'" + window.text() + "' is no token of the model: samples outside have weight "
                                + "zero")
                        .toList();
    }

    /** @throws BadInput if the model draws soft torsions alone */
    public void requireWhole() {
        if (!coordinates.whole()) {
            throw new BadInput(
                    "this model draws soft torsions alone; control, changed distributions, chains and sequential "
                            + "Monte Carlo need one that draws all coordinates, such as "
                            + "models/peptides.internal.safetensors (--model), or one trained with --coordinates "
                            + "internal");
        }
    }

    private Coordinates controlled(SamplingDistribution distribution, Topology topology) {
        if (coordinates instanceof CartesianCoordinates && !distribution.soft().equals(distribution.stiff())) {
            throw new BadInput("a model of Cartesian coordinates has no soft torsions, so soft= and stiff= say nothing "
                    + "of it; give one value for all coordinates");
        }
        if (!distribution.equals(SamplingDistribution.TRAINED)) {
            requireWhole();
        }
        if (!distribution.controls()) {
            return coordinates;
        }
        if (coordinates instanceof InternalTokens internal) {
            return ControlledTokens.of(internal, distribution.windows(), distribution.held(), topology);
        }
        if (distribution.held() != null) {
            throw new BadInput("only a model of internal coordinates, and not of a mirror image, can hold atoms; give "
                    + "another model");
        }
        return coordinates; // what lies outside of windows has weight zero
    }

    private boolean[] softTokens() {
        boolean[] soft = new boolean[coordinates.tokens()];
        Coordinates own = coordinates instanceof MirroredCoordinates mirrored ? mirrored.inner() : coordinates;
        for (int t = 0; t < soft.length && own instanceof InternalTokens internal; t++) {
            soft[t] = internal.soft(t);
        }
        return soft;
    }
}
