package org.arbolt.model.coordinates;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Topology;

/**
 * How a conformation becomes T tokens, each one of V bins, and back. A model gives the probability of the tokens;
 * within the cell of conformations that share their tokens the density is known in closed form, so that
 *
 * <pre>log q(x) = Σ_j log P(k_j | k_1 … k_{j−1}) + logCellDensity(x)</pre>
 *
 * is the log of a normalised density per nm^{3A}. A conformation outside the grid has density zero: {@link #tokenise}
 * says so, nothing is ever clamped. Immutable and thread safe.
 */
public interface Coordinates {

    /** Number of atoms A. */
    int atoms();

    /**
     * Whether tokens tell a conformation. If not, they tell its soft torsions alone, {@link #logCellDensity} is per rad
     * of these, and {@link #decode} leaves all else where it is expected.
     */
    default boolean whole() {
        return true;
    }

    /** Number of tokens T of a conformation, in the order in which a model draws them. */
    int tokens();

    /** Number of bins V, equal for all tokens. */
    int bins();

    /** What each token is, [T], 0 … 2: the axis x, y, z, or bond, angle, torsion. For a model's embeddings. */
    int[] kind();

    /** The atom each token belongs to, [T]. For a model's embeddings. */
    int[] atom();

    /** The position of a network that each token has, [T], ascending from 0; tokens may share one. */
    default int[] position() {
        return IntStream.range(0, tokens()).toArray();
    }

    /** What each token is among those of its position, [T], ascending within it: 0 … {@link #slots} − 1. */
    default int[] slot() {
        return new int[tokens()];
    }

    /** Number of slots S; 1 where every token has a position of its own. */
    default int slots() {
        return 1;
    }

    /** What a force field says of soft torsions before they are drawn; null where a model is not told. */
    default TokenScans scans() {
        return null;
    }

    /**
     * Standard deviation σ (nm, each axis) of the centroid density g = N(0, σ² I) by which the target is made
     * normalisable (docs/method.md, "Centroid, rotation, handedness"). Only where {@link #shifted} is true.
     */
    double centroidDeviation();

    /**
     * Whether centroids are drawn from g in training, as a part of the coordinates' distribution. If not, a model has
     * been shown centred molecules alone, and g is fitted to the centroids of what it draws.
     */
    default boolean shifted() {
        return true;
    }

    /**
     * Tokens of a conformation as it lies in space.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation starts
     * @param tokens filled with T tokens from {@code tokenOffset} on, if the answer is true
     * @return false if the conformation lies outside the grid, where the density is zero
     */
    boolean tokenise(double[] xyz, int offset, int[] tokens, int tokenOffset);

    /**
     * Log of the density of a conformation given its tokens, per nm^{3A}. Meaningful only where {@link #tokenise} is
     * true.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation starts
     */
    double logCellDensity(double[] xyz, int offset);

    /**
     * Draws a conformation from the cell of given tokens, by the density that {@link #logCellDensity} gives. The
     * coordinates are float32 numbers, as files store them, and their tokens are exactly those given: where rounding to
     * float32 leaves the cell, the place within the cell is drawn anew. The probability of every cell is untouched by
     * that; only within a shell of the cell as thin as the rounding (1e-8 nm) do the drawn distribution and the density
     * differ, which no smooth weight can see.
     *
     * @param tokens T tokens from {@code tokenOffset} on
     * @param random where the place within the cell comes from
     * @param xyz filled with [A][3] from {@code offset} on, nm
     */
    void decode(int[] tokens, int tokenOffset, RandomStream random, double[] xyz, int offset);

    /**
     * A training example as the model is to see it: the conformation moved and turned at random where the coordinates
     * see that, so that the model learns the distribution that {@link #logCellDensity} and {@link #centroidDeviation}
     * are about.
     *
     * @return [A][3], nm; to be tokenised, which may find it outside the grid
     */
    double[] placedForTraining(double[] xyz, int offset, RandomStream random);

    /**
     * Log of the centroid density g at the centroid of a training example, per nm³; where examples are not
     * {@link #shifted} it is the same for all of them, and 0 is given.
     */
    default double logCentroidDensity(double[] xyz, int offset) {
        return !shifted() ? 0 : Centroid.logDensity(centroidDeviation(), Centroid.of(xyz, offset, atoms()));
    }

    /**
     * What {@link #from} needs to make these coordinates again: strings, numbers and lists of numbers, as JSON holds
     * them.
     */
    Map<String, Object> describe();

    /**
     * Coordinates from their description.
     *
     * @param description what {@link #describe} gave, perhaps read from a file
     * @param topology the molecule
     * @throws BadInput if the description is not one, or is of another molecule
     */
    static Coordinates from(Map<String, ?> description, Topology topology) {
        CoordinateDescription d = new CoordinateDescription(description);
        if (d.has(MirroredCoordinates.NOTE) && d.truth(MirroredCoordinates.NOTE)) {
            Map<String, Object> image = new LinkedHashMap<>(description);
            image.remove(MirroredCoordinates.NOTE);
            return new MirroredCoordinates(from(image, topology));
        }
        return switch (d.text("kind")) {
            case CartesianCoordinates.KIND -> CartesianCoordinates.from(d, topology);
            case InternalTokens.KIND -> InternalTokens.from(d, topology);
            case SharedInternals.KIND -> SharedInternals.from(d).of(topology);
            default ->
                throw d.unusable(
                        "kind",
                        "must be " + CartesianCoordinates.KIND + ", " + InternalTokens.KIND + " or "
                                + SharedInternals.KIND);
        };
    }
}
