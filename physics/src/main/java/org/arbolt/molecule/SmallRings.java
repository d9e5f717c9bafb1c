package org.arbolt.molecule;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Rings of at most six atoms, such as those of proline and of the aromatic amino acids: their torsions cannot turn. The
 * loop that a disulfide bridge closes is larger.
 *
 * @param number of each atom, what atoms of one ring (or of rings that share a bond) have in common; −1 for none
 * @param puckered of each atom, whether such a ring has an atom with four neighbours, and so is not flat
 */
public record SmallRings(int[] number, boolean[] puckered) {
    private static final int LARGEST = 6;

    /** Those of a molecule. */
    public static SmallRings of(Topology topology) {
        int[][] neighbours = topology.neighbours();
        int[] number = new int[topology.atomCount()];
        Arrays.fill(number, -1);
        for (Topology.Bond bond : topology.bonds()) {
            if (steps(neighbours, bond) < LARGEST) {
                join(number, bond.first(), bond.second());
            }
        }
        boolean[] puckered = new boolean[number.length];
        for (int atom = 0; atom < number.length; atom++) {
            for (int mate = 0; mate < number.length; mate++) {
                puckered[atom] |= number[atom] >= 0 && number[atom] == number[mate] && neighbours[mate].length == 4;
            }
        }
        return new SmallRings(number, puckered);
    }

    /** Bonds on the shortest way between a bond's ends that is not itself; a large number for none. */
    private static int steps(int[][] neighbours, Topology.Bond bond) {
        int[] away = new int[neighbours.length];
        Arrays.fill(away, LARGEST);
        away[bond.first()] = 0;
        Deque<Integer> open = new ArrayDeque<>(List.of(bond.first()));
        while (!open.isEmpty()) {
            int atom = open.remove();
            for (int next : neighbours[atom]) {
                boolean itself = atom == bond.first() && next == bond.second();
                if (!itself && away[atom] + 1 < away[next]) {
                    away[next] = away[atom] + 1;
                    open.add(next);
                }
            }
        }
        return away[bond.second()];
    }

    private static void join(int[] number, int one, int other) {
        int joined = number[one] >= 0 ? number[one] : number[other] >= 0 ? number[other] : one;
        int before = number[other] >= 0 ? number[other] : joined;
        for (int atom = 0; atom < number.length; atom++) {
            if (number[atom] == before || atom == one || atom == other) {
                number[atom] = joined;
            }
        }
    }

    /** Whether two atoms belong to one ring, or to rings that share a bond. */
    public boolean together(int one, int other) {
        return number[one] >= 0 && number[one] == number[other];
    }

    /** Whether an atom belongs to a ring that is not flat, such as proline's. */
    public boolean puckers(int atom) {
        return puckered[atom];
    }
}
