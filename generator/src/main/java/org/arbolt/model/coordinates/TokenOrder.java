package org.arbolt.model.coordinates;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/** The order in which a model draws internal coordinates. Every order is exact; some are easier to learn. */
public enum TokenOrder {
    /** Atom by atom as they are placed: bond, angle, torsion. */
    TREE,
    /** All soft torsions first, then the rest atom by atom. */
    SOFT_FIRST,
    /** Residue after residue, of each its soft torsions first: those about a bond to one of its atoms. */
    RESIDUES,
    /**
     * Soft torsions alone, residue after residue. Stiff coordinates follow in the order of the atoms, but are no
     * tokens: their energy tells them.
     */
    TORSIONS;

    /** Coordinate of each token. */
    int[] of(InternalCoordinates internal, Topology topology) {
        Comparator<Integer> byIndex = Comparator.naturalOrder();
        Comparator<Integer> softFirst = Comparator.comparing(i -> !internal.soft(i));
        Comparator<Integer> byResidue = Comparator.comparingInt(i -> residue(internal, topology, i));
        return IntStream.range(0, internal.count())
                .boxed()
                .sorted(
                        switch (this) {
                            case TREE -> byIndex;
                            case SOFT_FIRST -> softFirst.thenComparing(byIndex);
                            case RESIDUES -> byResidue.thenComparing(softFirst).thenComparing(byIndex);
                            case TORSIONS ->
                                softFirst
                                        .thenComparing((i, j) -> internal.soft(i) ? byResidue.compare(i, j) : 0)
                                        .thenComparing(byIndex);
                        })
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** How many of them are tokens. */
    int tokens(InternalCoordinates internal) {
        return this == TORSIONS
                ? (int) IntStream.range(0, internal.count())
                        .filter(internal::soft)
                        .count()
                : internal.count();
    }

    /** That of the atom that a coordinate places; of a soft torsion that of the bond it turns. */
    private static int residue(InternalCoordinates internal, Topology topology, int coordinate) {
        int atom = internal.soft(coordinate) ? internal.torsionAtoms(coordinate)[1] : internal.atom(coordinate);
        return topology.atoms().get(atom).residue();
    }
}
