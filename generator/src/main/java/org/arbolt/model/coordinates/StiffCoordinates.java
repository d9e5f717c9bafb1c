package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.EquivalentAtoms;
import org.arbolt.molecule.InternalCoordinates;

/**
 * The stiff coordinates of a molecule as a function of its soft torsions: bonds, angles and torsions that hardly move,
 * which an energy tells better than a network. Equivalent atoms are folded. Immutable, thread safe.
 */
public final class StiffCoordinates {
    private final InternalTokens tokens;
    private final int[] stiff; // [n] coordinates
    private final double[] scale; // [n]
    private final int softTokens;
    private final double logCell;

    private StiffCoordinates(InternalTokens tokens, int softTokens) {
        this.tokens = tokens;
        this.softTokens = softTokens;
        int all = tokens.folded().count();
        stiff = IntStream.range(softTokens, all).map(tokens::coordinate).toArray();
        scale = IntStream.range(softTokens, all)
                .mapToDouble(t -> tokens.grid(t).hi() / GridFit.DEVIATIONS)
                .toArray();
        logCell = tokens.logCell(softTokens);
    }

    /** Those of tokens of which soft torsions are the first; null where others stand between. */
    public static StiffCoordinates of(InternalTokens tokens) {
        int all = tokens.folded().count();
        int first = 0;
        while (first < all && tokens.soft(first)) {
            first++;
        }
        boolean together = IntStream.range(first, all).noneMatch(tokens::soft);
        return together ? new StiffCoordinates(tokens, first) : null;
    }

    /** Number of tokens, the first ones, that are soft torsions. */
    public int softTokens() {
        return softTokens;
    }

    /** Number of stiff coordinates n. */
    public int count() {
        return stiff.length;
    }

    /** How far each strays from where it is expected, [n], nm or rad. */
    public double[] scale() {
        return scale.clone();
    }

    /** The same values, with torsions within half a turn from those of others. @param values [n] */
    public double[] near(double[] values, double[] others) {
        double[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            if (tokens.internal().kind(stiff[i]) == InternalCoordinates.Kind.TORSION) {
                moved[i] = others[i] + InternalCoordinates.wrap(values[i] - others[i]);
            }
        }
        return moved;
    }

    /** Ways from stiff coordinates to others, [n], with a ring in another pucker; none where rings are flat. */
    public List<UnaryOperator<double[]>> puckers() {
        return tokens.internal().puckers().stream()
                .<UnaryOperator<double[]>>map(pucker -> values -> {
                    double[] q = with(new double[tokens.internal().count()], values);
                    pucker.change(q);
                    return of(q);
                })
                .toList();
    }

    /** Log of the volume of the soft torsions' cells, rad, and of the number of labellings. */
    public double logCell() {
        return logCell;
    }

    /**
     * All coordinates: soft torsions drawn from the cells of tokens, stiff ones where they are expected.
     *
     * @param drawn tokens, from {@code offset} on
     * @return [d]
     */
    public double[] expected(int[] drawn, int offset, RandomStream random) {
        return tokens.drawn(drawn, offset, softTokens, random);
    }

    /** The stiff ones of all coordinates, [n]. */
    public double[] of(double[] q) {
        return Arrays.stream(stiff).mapToDouble(i -> q[i]).toArray();
    }

    /** All coordinates with other stiff ones. @param values [n] */
    public double[] with(double[] q, double[] values) {
        double[] changed = q.clone();
        for (int i = 0; i < stiff.length; i++) {
            changed[stiff[i]] = values[i];
        }
        return changed;
    }

    /** Whether lengths are positive, and angles between 0 and π. */
    public boolean possible(double[] q) {
        InternalCoordinates internal = tokens.internal();
        for (int i : stiff) {
            boolean angle = internal.kind(i) == InternalCoordinates.Kind.ANGLE;
            if (internal.kind(i) != InternalCoordinates.Kind.TORSION && !(q[i] > 0 && (!angle || q[i] < Math.PI))) {
                return false;
            }
        }
        return true;
    }

    /** Log of the volume element of positions by coordinates, over all orientations; nm^{3A − 3}. */
    public double logVolume(double[] q) {
        return tokens.internal().logJacobian(q, 0) + InternalTokens.LOG_ROTATIONS;
    }

    /** The conformation, in its usual labelling and place, [A][3], nm. */
    public double[] toCartesian(double[] q) {
        double[] xyz = new double[3 * tokens.atoms()];
        tokens.internal().toCartesian(unfolded(q), 0, xyz, 0);
        return xyz;
    }

    /** Labels of equivalent atoms exchanged at random. @param xyz [A][3] */
    public void relabel(RandomStream random, double[] xyz) {
        tokens.folded().equivalents().relabelAtRandom(random, xyz, 0);
    }

    /** Turns and moves a conformation as the model's are. @return log of the centroid's density, per nm³ */
    public double placeInSpace(RandomStream random, double[] xyz, int offset) {
        tokens.placeInSpace(random, xyz, offset);
        return Centroid.logDensity(tokens.centroidDeviation(), Centroid.of(xyz, offset, tokens.atoms()));
    }

    /**
     * Derivatives by stiff coordinates of a function f of positions less the log of the volume element.
     *
     * @param q all coordinates
     * @param xyz the conformation that they are
     * @param byPlaces derivatives of f by positions, [A][3]; changed
     * @param into filled, [n]
     */
    public void gradient(double[] q, double[] xyz, double[] byPlaces, double[] into) {
        double[] all = new double[q.length];
        double[] own = unfolded(q);
        tokens.internal().toInternalGradient(own, xyz, byPlaces, all);
        tokens.internal().addLogJacobianGradient(own, -1, all);
        tokens.folded().equivalents().foldGradient(all, 0);
        for (int i = 0; i < stiff.length; i++) {
            into[i] = all[stiff[i]];
        }
    }

    private double[] unfolded(double[] q) {
        EquivalentAtoms equivalents = tokens.folded().equivalents();
        double[] own = q.clone();
        equivalents.unfold(own, 0);
        return own;
    }
}
