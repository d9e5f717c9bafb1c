package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.arbolt.BadInput;

/**
 * The chirality of a molecule's stereocentres: carbons with four substituents that the molecular graph tells apart. Two
 * substituents count as equal when iterated refinement of atom classes by element and neighbours (Morgan, J. Chem. Doc.
 * 5, 107 (1965)) cannot separate them, so CH2, methyl and valine's CB are no centres while threonine's and isoleucine's
 * CB are. Substituents that differ only in their own chirality are not told apart; no peptide has any.
 */
public final class Stereocentres {
    private static final double FLATTEST = 0.05; // of the volume spanned by three orthogonal vectors of these lengths

    /** None: every conformation agrees. */
    public static final Stereocentres NONE = new Stereocentres(new int[0], new int[0][], new boolean[0]);

    private final int[] centre; // [S]
    private final int[][] substituents; // [S][4], ascending
    private final boolean[] positive; // [S], sign of the volume in the reference

    private Stereocentres(int[] centre, int[][] substituents, boolean[] positive) {
        this.centre = centre;
        this.substituents = substituents;
        this.positive = positive;
    }

    /**
     * @param topology a molecule
     * @param reference a conformation of it with the right chirality, [A][3] flattened, nm
     * @throws org.arbolt.BadInput if a centre of the reference is flat, so that it has no chirality
     */
    public static Stereocentres of(Topology topology, double[] reference) {
        if (reference.length != 3 * topology.atomCount()) {
            throw new IllegalArgumentException(
                    "reference must have " + 3 * topology.atomCount() + " coordinates, had " + reference.length);
        }
        int[][] neighbours = topology.neighbours();
        int[] classes = classes(topology, neighbours);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < neighbours.length; i++) {
            if (topology.atoms().get(i).element() == Element.C && distinct(neighbours[i], classes) == 4) {
                found.add(i);
            }
        }
        int[] centre = found.stream().mapToInt(Integer::intValue).toArray();
        int[][] substituents = found.stream().map(i -> neighbours[i]).toArray(int[][]::new);
        boolean[] positive = new boolean[centre.length];
        for (int s = 0; s < centre.length; s++) {
            requireChirality(topology, centre[s], substituents[s], reference);
            positive[s] = volume(reference, 0, substituents[s]) > 0;
        }
        return new Stereocentres(centre, substituents, positive);
    }

    /** Number of stereocentres. */
    public int count() {
        return centre.length;
    }

    /** Index of the atom of a stereocentre, in ascending order. */
    public int atom(int stereocentre) {
        return centre[stereocentre];
    }

    /**
     * Whether every centre has the chirality of the reference. A flat centre, or one with a coordinate that is not a
     * number, has none.
     *
     * @param xyz coordinates, nm
     * @param offset index in {@code xyz} of the first coordinate of the frame
     */
    public boolean agree(double[] xyz, int offset) {
        for (int s = 0; s < centre.length; s++) {
            if (!agrees(s, xyz, offset)) {
                return false;
            }
        }
        return true;
    }

    /** Whether one centre has the chirality of the reference; arguments as in {@link #agree}. */
    public boolean agrees(int stereocentre, double[] xyz, int offset) {
        double volume = volume(xyz, offset, substituents[stereocentre]);
        return positive[stereocentre] ? volume > 0 : volume < 0;
    }

    /** Whether there are centres and every one has the other chirality; arguments as in {@link #agree}. */
    public boolean inverted(double[] xyz, int offset) {
        for (int s = 0; s < centre.length; s++) {
            double volume = volume(xyz, offset, substituents[s]);
            if (positive[s] ? !(volume < 0) : !(volume > 0)) {
                return false;
            }
        }
        return centre.length > 0;
    }

    /** Six times the signed volume of the tetrahedron of the substituents; it does not depend on the centre. nm^3. */
    private static double volume(double[] xyz, int offset, int[] corners) {
        double[] e = edges(xyz, offset, corners);
        return e[0] * (e[4] * e[8] - e[5] * e[7])
                + e[1] * (e[5] * e[6] - e[3] * e[8])
                + e[2] * (e[3] * e[7] - e[4] * e[6]);
    }

    /** Vectors from the last corner to the other three, one after the other. */
    private static double[] edges(double[] xyz, int offset, int[] corners) {
        double[] edges = new double[9];
        for (int k = 0; k < 9; k++) {
            edges[k] = xyz[offset + 3 * corners[k / 3] + k % 3] - xyz[offset + 3 * corners[3] + k % 3];
        }
        return edges;
    }

    private static void requireChirality(Topology topology, int centre, int[] corners, double[] reference) {
        double[] e = edges(reference, 0, corners);
        double product = 1;
        for (int k = 0; k < 9; k += 3) {
            product *= Geometry.norm(e[k], e[k + 1], e[k + 2]);
        }
        if (!(Math.abs(volume(reference, 0, corners)) > FLATTEST * product)) {
            Topology.Atom atom = topology.atoms().get(centre);
            throw new BadInput(
                    ("atom %s of residue %s %d is flat in the reference structure, so its chirality is not defined; "
                                    + "give a structure with a tetrahedral centre there")
                            .formatted(
                                    atom.name(),
                                    topology.residues().get(atom.residue()).name(),
                                    atom.residue() + 1));
        }
    }

    /** Classes of atoms, refined until their number no longer grows. */
    private static int[] classes(Topology topology, int[][] neighbours) {
        int[] classes = topology.atoms().stream()
                .mapToInt(atom -> atom.element().number())
                .toArray();
        long before = 0;
        long now = Arrays.stream(classes).distinct().count();
        while (now > before) {
            classes = refine(classes, neighbours);
            before = now;
            now = Arrays.stream(classes).distinct().count();
        }
        return classes;
    }

    private static int[] refine(int[] classes, int[][] neighbours) {
        String[] keys = new String[classes.length];
        TreeMap<String, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            int[] around =
                    Arrays.stream(neighbours[i]).map(n -> classes[n]).sorted().toArray();
            keys[i] = classes[i] + Arrays.toString(around);
            numbers.putIfAbsent(keys[i], numbers.size());
        }
        return Arrays.stream(keys).mapToInt(numbers::get).toArray();
    }

    private static long distinct(int[] atoms, int[] classes) {
        return Arrays.stream(atoms).map(atom -> classes[atom]).distinct().count();
    }
}
