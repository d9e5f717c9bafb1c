package org.arbolt.evaluate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * Whether atoms of a conformation overlap: two that are more than three bonds apart and nearer than half the sum of
 * their van der Waals radii (A. Bondi, J. Phys. Chem. 68, 441 (1964)).
 */
public final class Clashes {
    private static final Map<Element, Double> RADIUS = // nm
            Map.of(Element.H, 0.12, Element.C, 0.17, Element.N, 0.155, Element.O, 0.152, Element.S, 0.18);
    private static final double NEAREST = 0.5; // of the sum of two radii
    private static final int BONDS = 3; // atoms so near along the chain do not clash

    private final int[][] pairs; // [P][2]
    private final double[] nearest; // [P], nm

    public Clashes(Topology topology) {
        List<int[]> found = new ArrayList<>();
        for (int i = 0; i < topology.atomCount(); i++) {
            boolean[] near = near(topology, i);
            for (int j = i + 1; j < near.length; j++) {
                if (!near[j]) {
                    found.add(new int[] {i, j});
                }
            }
        }
        pairs = found.toArray(int[][]::new);
        nearest = Arrays.stream(pairs)
                .mapToDouble(pair -> NEAREST * (radius(topology, pair[0]) + radius(topology, pair[1])))
                .toArray();
    }

    private static double radius(Topology topology, int atom) {
        return RADIUS.get(topology.atoms().get(atom).element());
    }

    /** Atoms at most three bonds from one. */
    private static boolean[] near(Topology topology, int from) {
        int[] bonds = new int[topology.atomCount()];
        Arrays.fill(bonds, Integer.MAX_VALUE);
        bonds[from] = 0;
        Deque<Integer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            int atom = next.remove();
            for (Topology.Bond bond : topology.bonds()) {
                int other = bond.first() == atom ? bond.second() : bond.second() == atom ? bond.first() : atom;
                if (bonds[atom] < BONDS && bonds[other] > bonds[atom] + 1) {
                    bonds[other] = bonds[atom] + 1;
                    next.add(other);
                }
            }
        }
        boolean[] near = new boolean[bonds.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = bonds[i] <= BONDS;
        }
        return near;
    }

    /** 1 for a conformation with a clash, 0 for one without, [F]. */
    public double[] of(Frames frames) {
        double[] clashes = new double[frames.count()];
        for (int f = 0; f < clashes.length; f++) {
            clashes[f] = in(frames, f) ? 1 : 0;
        }
        return clashes;
    }

    private boolean in(Frames frames, int frame) {
        for (int p = 0; p < pairs.length; p++) {
            if (frames.distance(frame, pairs[p][0], pairs[p][1]) < nearest[p]) {
                return true;
            }
        }
        return false;
    }
}
