package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.arbolt.math.RandomStream;

/**
 * Atoms of one kind that a turn about a bond exchanges: the hydrogens of CH3 and NH3+ (cyclically, threefold), and
 * twofold the oxygens of a carboxylate, the hydrogens of an amide's NH2, the two sides of the rings of Phe and Tyr, and
 * the two NH2 of Arg with the hydrogens of each. A <em>labelling</em> says which is which; the energy hardly knows it
 * (Amber's improper torsions depend on the order of atoms, by up to 2 kJ/mol), and a conformation with its labels
 * exchanged is another point of space.
 *
 * <p>A rotor's labellings are told apart by the mean angle Φ = φ₁ + (1/n) Σ_k (δ_k − 2π(k−1)/n), where φ₁ is the
 * torsion of its first atom, a soft coordinate, and δ_k that of the k-th less φ₁, within (0, 2π): a new labelling moves
 * it by exactly 2π/n. (A window on φ₁ would not do: the atoms are not exactly 2π/n apart.) Of the labellings of a
 * conformation exactly one has Φ in [−π/n, π/n). Φ in the place of φ₁ has the unit Jacobian. Immutable.
 */
public final class EquivalentAtoms {
    private static final double TURN = 2 * Math.PI;
    private static final Set<String> RINGS = Set.of("PHE", "TYR");

    private final List<Rotor> rotors; // an outer one before those within its branches
    private final int[] fold; // [coordinate]

    /**
     * A bond about which atoms are exchanged.
     *
     * @param branches [n][m] the atoms that go together, those at the bond first; branch k takes the place of branch k
     *     − 1 in the next labelling
     * @param soft coordinate of the first branch's torsion
     * @param differences coordinates of the others', [n − 1]
     * @param frame the three atoms that the torsion is about
     */
    private record Rotor(int[][] branches, int soft, int[] differences, int[] frame) {
        int fold() {
            return branches.length;
        }
    }

    private EquivalentAtoms(List<Rotor> rotors, int coordinates) {
        this.rotors = rotors;
        fold = new int[coordinates];
        Arrays.fill(fold, 1);
        rotors.forEach(rotor -> fold[rotor.soft] = rotor.fold());
    }

    /** None: every atom is its own. */
    public static EquivalentAtoms none(InternalCoordinates internal) {
        return new EquivalentAtoms(List.of(), internal.count());
    }

    /** Those of a molecule whose first atom has a soft torsion from which those of the others are counted. */
    public static EquivalentAtoms of(Topology topology, InternalCoordinates internal) {
        Map<Integer, Integer> torsions = new HashMap<>();
        for (int i = 0; i < internal.count(); i++) {
            if (internal.kind(i) == InternalCoordinates.Kind.TORSION) {
                torsions.put(internal.atom(i), i);
            }
        }
        List<Rotor> rotors = new ArrayList<>();
        for (int[][] branches : new Search(topology).branches()) {
            Integer soft = torsions.get(branches[0][0]);
            if (soft == null || !internal.soft(soft)) {
                continue;
            }
            int[] frame = Arrays.copyOfRange(internal.torsionAtoms(soft), 1, 4);
            int[] differences = new int[branches.length - 1];
            boolean counted = true;
            for (int k = 1; k < branches.length; k++) {
                Integer difference = torsions.get(branches[k][0]);
                counted &= difference != null
                        && Arrays.equals(Arrays.copyOfRange(internal.torsionAtoms(difference), 1, 4), frame);
                differences[k - 1] = counted ? difference : -1;
            }
            if (counted) {
                rotors.add(new Rotor(branches, soft, differences, frame));
            }
        }
        return new EquivalentAtoms(List.copyOf(rotors), internal.count());
    }

    /** Labellings n of the rotor whose soft torsion a coordinate is; 1 of any other coordinate. */
    public int fold(int coordinate) {
        return fold[coordinate];
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rotors.isEmpty();
    }

    /** Log of the number of labellings of a conformation, the product over the rotors. */
    public double logLabellings() {
        return rotors.stream().mapToDouble(rotor -> Math.log(rotor.fold())).sum();
    }

    /** Puts the mean angle Φ of every rotor, in [−π/n, π/n), in the place of its soft torsion. */
    public void fold(double[] q, int offset) {
        for (Rotor rotor : rotors) {
            q[offset + rotor.soft] = folded(q[offset + rotor.soft] + meanShift(rotor, q, offset), rotor.fold());
        }
    }

    /** Puts the soft torsion of every rotor, in [−π, π), in the place of the mean angle Φ. */
    public void unfold(double[] q, int offset) {
        for (Rotor rotor : rotors) {
            q[offset + rotor.soft] = InternalCoordinates.wrap(q[offset + rotor.soft] - meanShift(rotor, q, offset));
        }
    }

    /**
     * Derivatives by coordinates with Φ in the place of each rotor's soft torsion, from those by the coordinates
     * themselves.
     *
     * @param gradient [d] from {@code offset} on; changed
     */
    public void foldGradient(double[] gradient, int offset) {
        for (Rotor rotor : rotors) {
            for (int difference : rotor.differences) {
                gradient[offset + difference] -= gradient[offset + rotor.soft] / rotor.fold();
            }
        }
    }

    /** Φ − φ₁. */
    private static double meanShift(Rotor rotor, double[] q, int offset) {
        double sum = 0;
        for (int difference : rotor.differences) {
            sum += unwrapped(q[offset + difference]);
        }
        return (sum - nominal(rotor.fold())) / rotor.fold();
    }

    /** Σ_k 2π(k−1)/n. */
    private static double nominal(int n) {
        return Math.PI * (n - 1);
    }

    private static double unwrapped(double angle) {
        return angle < 0 ? angle + TURN : angle;
    }

    private static double folded(double angle, int n) {
        double window = TURN / n;
        double x = angle - window * Math.floor((angle + window / 2) / window);
        return x >= window / 2 ? -window / 2 : x;
    }

    /**
     * Exchanges labels so that Φ of every rotor lies in [−π/n, π/n).
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation starts
     */
    public void relabel(double[] xyz, int offset) {
        for (Rotor rotor : rotors) {
            int best = 0;
            double nearest = Double.POSITIVE_INFINITY;
            for (int turn = 0; turn < rotor.fold(); turn++) {
                double mean = Math.abs(mean(rotor, xyz, offset));
                if (mean < nearest) {
                    nearest = mean;
                    best = turn;
                }
                exchange(rotor, xyz, offset); // after n of them all is as it was
            }
            for (int turn = 0; turn < best; turn++) {
                exchange(rotor, xyz, offset);
            }
        }
    }

    /** One of all labellings of a conformation with the same probability for each. */
    public void relabelAtRandom(RandomStream random, double[] xyz, int offset) {
        relabelAtRandom(random, xyz, offset, _ -> true);
    }

    /** The same for some rotors alone, chosen by their soft coordinate. */
    public void relabelAtRandom(RandomStream random, double[] xyz, int offset, IntPredicate chosen) {
        for (Rotor rotor : rotors.reversed()) { // first within the branches
            if (chosen.test(rotor.soft)) {
                for (int turn = random.nextInt(rotor.fold()); turn > 0; turn--) {
                    exchange(rotor, xyz, offset);
                }
            }
        }
    }

    /** Atoms that the rotor of a soft coordinate exchanges, with those its torsion is about; empty without one. */
    public BitSet atoms(int coordinate) {
        BitSet all = exchanged(coordinate);
        rotors.stream()
                .filter(rotor -> rotor.soft == coordinate)
                .forEach(rotor -> Arrays.stream(rotor.frame).forEach(all::set));
        return all;
    }

    /** Atoms that the rotor of a soft coordinate exchanges; empty without one. */
    public BitSet exchanged(int coordinate) {
        BitSet all = new BitSet();
        rotors.stream()
                .filter(rotor -> rotor.soft == coordinate)
                .flatMap(rotor -> Arrays.stream(rotor.branches))
                .flatMapToInt(Arrays::stream)
                .forEach(all::set);
        return all;
    }

    private static double mean(Rotor rotor, double[] xyz, int offset) {
        double first = torsion(rotor, 0, xyz, offset);
        double sum = 0;
        for (int k = 1; k < rotor.fold(); k++) {
            sum += unwrapped(InternalCoordinates.wrap(torsion(rotor, k, xyz, offset) - first));
        }
        return InternalCoordinates.wrap(first + (sum - nominal(rotor.fold())) / rotor.fold());
    }

    private static double torsion(Rotor rotor, int branch, double[] xyz, int offset) {
        return Geometry.torsion(
                xyz,
                offset + 3 * rotor.branches[branch][0],
                offset + 3 * rotor.frame[0],
                offset + 3 * rotor.frame[1],
                offset + 3 * rotor.frame[2]);
    }

    /** Branch k goes where branch k − 1 was, and the first where the last was. */
    private static void exchange(Rotor rotor, double[] xyz, int offset) {
        int last = rotor.fold() - 1;
        for (int m = 0; m < rotor.branches[0].length; m++) {
            for (int axis = 0; axis < 3; axis++) {
                double first = xyz[offset + 3 * rotor.branches[0][m] + axis];
                for (int k = 0; k < last; k++) {
                    xyz[offset + 3 * rotor.branches[k][m] + axis] = xyz[offset + 3 * rotor.branches[k + 1][m] + axis];
                }
                xyz[offset + 3 * rotor.branches[last][m] + axis] = first;
            }
        }
    }

    /** Looks for exchangeable branches in the bonds. */
    private static final class Search {
        private final Topology topology;
        private final int[][] neighbours;

        Search(Topology topology) {
            this.topology = topology;
            this.neighbours = topology.neighbours();
        }

        /** [n][m] each; an outer rotor before those within its branches. */
        List<int[][]> branches() {
            List<int[][]> found = new ArrayList<>();
            topology.residues().forEach(residue -> {
                if (RINGS.contains(residue.name())) {
                    found.add(named(
                            residue.index(),
                            new String[][] {{"CD1", "HD1", "CE1", "HE1"}, {"CD2", "HD2", "CE2", "HE2"}}));
                }
                if (residue.name().equals("ARG")) {
                    found.add(named(
                            residue.index(), new String[][] {{"NH1", "HH11", "HH12"}, {"NH2", "HH21", "HH22"}}));
                }
            });
            for (Topology.Atom atom : topology.atoms()) {
                int[] ends = ends(atom.index());
                if (ends != null) {
                    found.add(
                            Arrays.stream(ends).mapToObj(end -> new int[] {end}).toArray(int[][]::new));
                }
            }
            return found;
        }

        private int[][] named(int residue, String[][] names) {
            return Arrays.stream(names)
                    .map(branch -> Arrays.stream(branch)
                            .mapToInt(name -> topology.atom(residue, name))
                            .toArray())
                    .toArray(int[][]::new);
        }

        /** The single atoms on an atom that a turn exchanges; null without. */
        private int[] ends(int atom) {
            int[] hydrogens = ends(atom, Element.H);
            int[] oxygens = ends(atom, Element.O);
            int bonds = neighbours[atom].length;
            Element element = topology.atoms().get(atom).element();
            if (bonds == 4 && hydrogens.length == 3) {
                return hydrogens;
            }
            if (bonds == 3 && hydrogens.length == 2 && element == Element.N && flat(other(atom))) {
                return hydrogens;
            }
            return bonds == 3 && oxygens.length == 2 && element == Element.C ? oxygens : null;
        }

        private int[] ends(int atom, Element element) {
            return Arrays.stream(neighbours[atom])
                    .filter(n -> topology.atoms().get(n).element() == element && neighbours[n].length == 1)
                    .toArray();
        }

        /** The neighbour of an atom that has neighbours of its own. */
        private int other(int atom) {
            return Arrays.stream(neighbours[atom])
                    .filter(n -> neighbours[n].length > 1)
                    .findFirst()
                    .orElse(atom);
        }

        private boolean flat(int atom) {
            return topology.atoms().get(atom).element() == Element.C && neighbours[atom].length == 3;
        }
    }
}
