package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/**
 * Which tokens of internal coordinates share a position of a network. A token's slot says what it is within its
 * position, the same at every position: bond, angle, torsion counted from another atom's, soft torsion.
 */
public enum TokenGroups {
    /** Every token is a position. */
    TOKEN(1),
    /** The stiff coordinates of an atom are one, every soft torsion another. */
    ATOM(4);

    private final int slots;

    TokenGroups(int slots) {
        this.slots = slots;
    }

    /** Number of slots S. */
    public int slots() {
        return slots;
    }

    /**
     * The order of tokens.
     *
     * @return coordinate of each token
     */
    static int[] order(InternalCoordinates internal, Topology topology, InternalTokens.Order order) {
        Comparator<Integer> byIndex = Comparator.naturalOrder();
        Comparator<Integer> softFirst = Comparator.comparing(i -> !internal.soft(i));
        Comparator<Integer> byResidue = Comparator.comparingInt(i -> residue(internal, topology, i));
        return IntStream.range(0, internal.count())
                .boxed()
                .sorted(
                        switch (order) {
                            case TREE -> byIndex;
                            case SOFT_FIRST -> softFirst.thenComparing(byIndex);
                            case RESIDUES -> byResidue.thenComparing(softFirst).thenComparing(byIndex);
                        })
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** That of the atom that a coordinate places; of a soft torsion that of the bond it turns. */
    private static int residue(InternalCoordinates internal, Topology topology, int coordinate) {
        int atom = internal.soft(coordinate) ? internal.torsionAtoms(coordinate)[1] : internal.atom(coordinate);
        return topology.atoms().get(atom).residue();
    }

    /** The position of each token, ascending from 0. */
    int[] positions(InternalCoordinates internal, int[] order) {
        int[] positions = new int[order.length];
        for (int t = 1; t < order.length; t++) {
            boolean together = this == ATOM
                    && internal.atom(order[t]) == internal.atom(order[t - 1])
                    && !internal.soft(order[t - 1]);
            positions[t] = positions[t - 1] + (together ? 0 : 1);
        }
        return positions;
    }

    /** The slot of each token. */
    int[] slots(InternalCoordinates internal, int[] order) {
        return Arrays.stream(order)
                .map(i -> this == TOKEN
                        ? 0
                        : internal.soft(i) ? slots - 1 : internal.kind(i).ordinal())
                .toArray();
    }
}
