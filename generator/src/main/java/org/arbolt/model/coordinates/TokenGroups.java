package org.arbolt.model.coordinates;

import java.util.Arrays;
import org.arbolt.molecule.InternalCoordinates;

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
