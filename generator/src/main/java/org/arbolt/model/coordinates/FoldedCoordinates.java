package org.arbolt.model.coordinates;

import java.util.BitSet;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.EquivalentAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.InternalCoordinates.Kind;
import org.arbolt.molecule.Topology;

/**
 * Internal coordinates of a conformation whose equivalent atoms carry the labels that {@link EquivalentAtoms} chooses,
 * with a rotor's mean angle Φ in [−π/n, π/n) in the place of its soft torsion. Every conformation has one labelling of
 * all that differ by exchanges, so a model learns each mode once instead of n times.
 *
 * @param internal the coordinates of any labelling
 * @param equivalents which labels are exchanged; none for the coordinates as they are
 */
record FoldedCoordinates(InternalCoordinates internal, EquivalentAtoms equivalents) {

    /**
     * @param folded whether equivalent atoms are
     * @param first atoms that come first; none for the usual order
     */
    static FoldedCoordinates of(Topology topology, boolean folded, BitSet first) {
        InternalCoordinates internal = InternalCoordinates.of(topology, first);
        return new FoldedCoordinates(
                internal, folded ? EquivalentAtoms.of(topology, internal) : EquivalentAtoms.none(internal));
    }

    int count() {
        return internal.count();
    }

    Kind kind(int coordinate) {
        return internal.kind(coordinate);
    }

    boolean soft(int coordinate) {
        return internal.soft(coordinate);
    }

    /** Labellings n of the rotor whose angle a soft coordinate is, else 1: the angle has the period 2π/n. */
    int fold(int coordinate) {
        return equivalents.fold(coordinate);
    }

    /** The grid of a soft torsion: its whole period. */
    Grid circle(int coordinate, int bins) {
        double half = Math.PI / fold(coordinate);
        return new Grid(-half, half, bins, 2 * half);
    }

    /** As {@link InternalCoordinates#toInternal}. */
    void toInternal(double[] xyz, int offset, double[] q) {
        double[] relabelled = new double[3 * internal.atoms()];
        System.arraycopy(xyz, offset, relabelled, 0, relabelled.length);
        equivalents.relabel(relabelled, 0);
        internal.toInternal(relabelled, 0, q, 0);
        equivalents.fold(q, 0);
    }

    /** As {@link InternalCoordinates#toCartesian}, with a labelling drawn at random; changes q. */
    void toCartesian(double[] q, RandomStream random, double[] xyz, int offset) {
        equivalents.unfold(q, 0);
        internal.toCartesian(q, 0, xyz, offset);
        equivalents.relabelAtRandom(random, xyz, offset);
    }
}
