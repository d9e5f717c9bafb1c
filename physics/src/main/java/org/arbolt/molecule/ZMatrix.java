package org.arbolt.molecule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Which atom is placed relative to which. A walk over the tree of covalent bonds, from the first heavy atom on; the
 * atoms on an atom are placed together, the backbone's before the others and heavy ones before hydrogens, so that the
 * first torsion about φ, ψ and ω is the one of the backbone. A bond that closes a ring is no coordinate. In a ring that
 * puckers, proline's, the last atom's angle is measured at the atom that it is bonded to, from the atom that closes the
 * ring, and its torsion about the line through these two: the angle then is as stiff as the closing bond and nearly the
 * same in all puckers. Atoms on such a ring have their torsions from the ring's next atom. Where some atoms are to come
 * first, the walk begins in them and prefers them: where bonds connect them, they are placed relative to each other
 * alone.
 *
 * @param order [A] atoms in the order in which they are placed; the first three are a chain that fixes the frame
 * @param bond [A] the placed atom that a step's bond length refers to, −1 for the first step
 * @param angle [A] the far atom of its angle, −1 for the first two steps
 * @param torsion [A] the far atom of its torsion, −1 for the first three steps
 * @param base [A] the step whose torsion this step's is counted from; −1 if it stands for itself
 * @param soft [A] whether the step's torsion turns about a bond that no earlier step turned about, and that can turn:
 *     not one of a small ring
 */
record ZMatrix(int[] order, int[] bond, int[] angle, int[] torsion, int[] base, boolean[] soft) {
    private static final Set<String> BACKBONE = Set.of("N", "CA", "C");

    /** @param first atoms that come first; none for the usual order */
    static ZMatrix of(Topology topology, BitSet first) {
        return new Walk(topology, first).run();
    }

    private static final class Walk {
        private final int atoms;
        private final List<List<Integer>> neighbours; // in the order in which they are placed
        private final BitSet first; // atoms that come first
        private final SmallRings rings;
        private final int[] rank; // of an atom among its siblings
        private final int[] parent;
        private final boolean[] placed;
        private final ZMatrix z;
        private int steps;

        Walk(Topology topology, BitSet first) {
            this.first = first;
            rings = SmallRings.of(topology);
            atoms = topology.atomCount();
            rank = new int[atoms];
            for (Topology.Atom atom : topology.atoms()) {
                rank[atom.index()] = BACKBONE.contains(atom.name()) ? 0 : atom.element() != Element.H ? 1 : 2;
            }
            neighbours = Arrays.stream(topology.neighbours()) // ascending, and sorting keeps that among equals
                    .map(bonded -> Arrays.stream(bonded)
                            .boxed()
                            .sorted(Comparator.comparing((Integer i) -> !first.get(i))
                                    .thenComparingInt(i -> rank[i]))
                            .toList())
                    .toList();
            parent = new int[atoms];
            placed = new boolean[atoms];
            z = new ZMatrix(none(), none(), none(), none(), none(), new boolean[atoms]);
        }

        private int[] none() {
            int[] a = new int[atoms];
            Arrays.fill(a, -1);
            return a;
        }

        ZMatrix run() {
            int[] chain = firstThree();
            // The roots refer to each other, so that every atom has a bond, an angle and a torsion partner among placed
            // ones.
            place(chain[0], -1, -1, -1);
            place(chain[1], chain[0], -1, -1);
            place(chain[2], chain[1], chain[0], -1);
            parent[chain[0]] = chain[1];
            Deque<Integer> open = new ArrayDeque<>(List.of(chain[0], chain[1], chain[2]));
            while (!open.isEmpty()) {
                List<Integer> children = placeChildren(open.pop(), chain[1], chain[2]);
                children.reversed().forEach(open::push);
            }
            if (steps < atoms) {
                throw new IllegalArgumentException("internal coordinates need a connected molecule; bonds lead to "
                        + steps + " of " + atoms + " atoms");
            }
            return z;
        }

        private List<Integer> placeChildren(int on, int second, int third) {
            List<Integer> children = new ArrayList<>();
            int base = -1;
            for (int atom : neighbours.get(on)) {
                if (placed[atom]) {
                    continue;
                }
                int far = parent[on];
                children.add(atom);
                int closing = ringNeighbour(atom, on, atom);
                if (closing >= 0 && closing != far) {
                    place(atom, on, closing, far);
                    continue;
                }
                boolean besideThird = on == second;
                int inRing = ringNeighbour(on, far, atom);
                int usual = inRing >= 0 ? inRing : parent[far] == on ? third : parent[far];
                place(atom, on, far, base >= 0 ? z.torsion[base] : usual);
                z.base[steps - 1] = base;
                z.soft[steps - 1] = base < 0 && !besideThird && !rings.together(on, far);
                if (base < 0 && !besideThird) {
                    base = steps - 1;
                }
            }
            return children;
        }

        /**
         * A neighbour of an atom in a ring that puckers, among placed atoms.
         *
         * @param except the neighbour that is not asked for
         * @param placing the atom that is to be placed by it: one that comes first needs one that comes first
         * @return −1 for none
         */
        private int ringNeighbour(int atom, int except, int placing) {
            if (!rings.puckers(atom)) {
                return -1;
            }
            return neighbours.get(atom).stream()
                    .filter(n -> n != except && placed[n] && rings.together(atom, n))
                    .filter(n -> first.get(n) || !first.get(placing))
                    .findFirst()
                    .orElse(-1);
        }

        private void place(int atom, int bond, int angle, int torsion) {
            z.order[steps] = atom;
            z.bond[steps] = bond;
            z.angle[steps] = angle;
            z.torsion[steps] = torsion;
            parent[atom] = bond;
            placed[atom] = true;
            steps++;
        }

        /** A chain of three bonded atoms, heavy ones where there are such. */
        private int[] firstThree() {
            List<Integer> roots = new ArrayList<>();
            for (int i = 0; i < atoms; i++) {
                roots.add(i);
            }
            roots.sort(Comparator.comparing((Integer i) -> !first.get(i)) // stable: heavy atoms first, in their order
                    .thenComparing(i -> rank[i] == 2));
            for (int root : roots) {
                for (int second : neighbours.get(root)) {
                    for (int third : neighbours.get(second)) {
                        if (third != root) {
                            return new int[] {root, second, third};
                        }
                    }
                }
            }
            throw new IllegalArgumentException("internal coordinates need a chain of three bonded atoms");
        }
    }
}
