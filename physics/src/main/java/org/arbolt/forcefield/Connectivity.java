package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.molecule.Topology;

/** Who is bonded to whom, and what follows from it: angles, torsions, distances along bonds. */
final class Connectivity {
    private final int[][] neighbours; // [A][], ascending

    Connectivity(Topology topology) {
        List<List<Integer>> lists = new ArrayList<>();
        topology.atoms().forEach(atom -> lists.add(new ArrayList<>()));
        for (Topology.Bond bond : topology.bonds()) {
            lists.get(bond.first()).add(bond.second());
            lists.get(bond.second()).add(bond.first());
        }
        neighbours = lists.stream()
                .map(l -> l.stream().mapToInt(Integer::intValue).sorted().toArray())
                .toArray(int[][]::new);
    }

    /** All angles a-b-c with a &lt; c, in lexical order. */
    List<int[]> angles() {
        List<int[]> found = new ArrayList<>();
        for (int b = 0; b < neighbours.length; b++) {
            for (int a : neighbours[b]) {
                for (int c : neighbours[b]) {
                    if (a < c) {
                        found.add(new int[] {a, b, c});
                    }
                }
            }
        }
        found.sort(Arrays::compare);
        return found;
    }

    /** All chains a-b-c-d of four different atoms with a &lt; d, in lexical order. */
    List<int[]> propers() {
        List<int[]> found = new ArrayList<>();
        for (int b = 0; b < neighbours.length; b++) {
            for (int c : neighbours[b]) {
                for (int a : neighbours[b]) {
                    for (int d : neighbours[c]) {
                        if (a < d && a != c && d != b) {
                            found.add(new int[] {a, b, c, d});
                        }
                    }
                }
            }
        }
        found.sort(Arrays::compare);
        return found;
    }

    /** An atom and three of its neighbours, for every such choice: the central atom first, the others ascending. */
    List<int[]> impropers() {
        List<int[]> found = new ArrayList<>();
        for (int centre = 0; centre < neighbours.length; centre++) {
            int[] n = neighbours[centre];
            for (int a = 0; a < n.length; a++) {
                for (int b = a + 1; b < n.length; b++) {
                    for (int c = b + 1; c < n.length; c++) {
                        found.add(new int[] {centre, n[a], n[b], n[c]});
                    }
                }
            }
        }
        return found;
    }

    /** Number of bonds on the shortest way between two atoms: 1, 2, 3, or 4 for more. */
    int separation(int first, int second) {
        int nearest = 4;
        for (int a : neighbours[first]) {
            if (a == second) {
                return 1;
            }
            for (int b : neighbours[a]) {
                if (b == second) {
                    nearest = Math.min(nearest, 2);
                } else if (Arrays.binarySearch(neighbours[b], second) >= 0) {
                    nearest = Math.min(nearest, 3);
                }
            }
        }
        return nearest;
    }
}
