package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.arbolt.BadInput;

/**
 * Places the hydrogens that a structure lacks, and the second oxygen of a chain's end. Where bonds leave no choice they
 * go opposite to the atoms that are there, with bond lengths of the templates, so that L stays L and D stays D; about
 * bonds that turn (hydroxyl, thiol, methyl, ammonium) they go where they are least crowded. Names of the two hydrogens
 * of a CH2 follow the templates.
 */
public final class HydrogenBuilder {
    private static final double FLATTEST = 0.2; // length of the sum of three unit vectors; 1 for a tetrahedron
    private static final double HALF_FLAT = 0.5; // the same; 0 in a plane
    private static final double HALF_ANGLE = Math.toRadians(109.5 / 2); // between the two hydrogens of CH2
    private static final int TRIES = 24; // torsions about a bond that turns
    private static final int SWEEPS = 2;

    private final Topology topology;
    private final List<List<Integer>> neighbours;
    private final double[] ideal; // [A][3], nm, of the templates; only its bond lengths, angles and chiralities count
    private final Contacts contacts;

    /** @param topology of the whole molecule, hydrogens included */
    public HydrogenBuilder(Topology topology) {
        this.topology = topology;
        neighbours = neighbours(topology);
        contacts = new Contacts(topology, 2);
        ideal = ChainGeometry.preferred(topology);
    }

    private static List<List<Integer>> neighbours(Topology topology) {
        List<List<Integer>> lists = new ArrayList<>();
        topology.atoms().forEach(atom -> lists.add(new ArrayList<>()));
        for (Topology.Bond bond : topology.bonds()) {
            lists.get(bond.first()).add(bond.second());
            lists.get(bond.second()).add(bond.first());
        }
        // Heavy atoms first: they are what hydrogens are placed by.
        lists.forEach(l -> l.sort(
                Comparator.comparing((Integer i) -> topology.atoms().get(i).element() == Element.H)));
        return lists;
    }

    /**
     * Places what is missing.
     *
     * @param xyz [A][3] flattened, nm; coordinates of missing atoms are written to
     * @param there [A], which atoms have coordinates; every heavy atom but OXT must
     * @throws BadInput if the atoms around a carbon are flat, so that its hydrogen may be on either side
     */
    public void place(double[] xyz, boolean[] there) {
        boolean[] placed = there.clone();
        List<Integer> turning = new ArrayList<>();
        for (int atom = 0; atom < placed.length; atom++) {
            if (!missing(atom, placed).isEmpty() && !placeAround(atom, xyz, placed)) {
                turning.add(atom);
            }
        }
        List<List<Integer>> turned =
                turning.stream().map(atom -> missing(atom, placed)).toList();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int t = 0; t < turned.size(); t++) {
                turn(turning.get(t), turned.get(t), xyz, placed);
            }
        }
    }

    private List<Integer> missing(int atom, boolean[] placed) {
        return neighbours.get(atom).stream().filter(i -> !placed[i]).toList();
    }

    private List<Integer> known(int atom, boolean[] placed) {
        return neighbours.get(atom).stream().filter(i -> placed[i]).toList();
    }

    /** Places the hydrogens of an atom that its neighbours fix. @return false if they may turn about a bond */
    private boolean placeAround(int atom, double[] xyz, boolean[] placed) {
        List<Integer> known = known(atom, placed);
        List<Integer> missing = missing(atom, placed);
        boolean planar = neighbours.get(atom).size() == 3 && isFlat(atom);
        if (known.size() == 1 && planar) {
            missing.forEach(h -> placeFlat(h, atom, known.getFirst(), xyz, placed));
        } else if (missing.size() == 1 && known.size() == neighbours.get(atom).size() - 1 && known.size() > 1) {
            placeOpposite(missing.getFirst(), atom, known, xyz);
        } else if (missing.size() == 2 && known.size() == 2) {
            placePair(missing, atom, known, xyz);
        } else {
            return false;
        }
        missing.forEach(h -> placed[h] = true);
        return true;
    }

    /** Whether the templates have an atom in the plane of its three neighbours; the nitrogen of LYN is not. */
    private boolean isFlat(int atom) {
        Vector3 sum = Vector3.ZERO;
        for (int other : neighbours.get(atom)) {
            sum = sum.plus(direction(ideal, atom, other));
        }
        return sum.norm() < HALF_FLAT;
    }

    /** A hydrogen opposite to two atoms of a planar centre or three of a tetrahedral one. */
    private void placeOpposite(int h, int atom, List<Integer> known, double[] xyz) {
        Vector3 sum = Vector3.ZERO;
        for (int other : known) {
            sum = sum.plus(direction(xyz, atom, other));
        }
        if (sum.norm() < FLATTEST) {
            Topology.Atom at = topology.atoms().get(atom);
            throw new BadInput(
                    ("the atoms around %s of residue %s %d are flat, so that its hydrogen may be on either side; "
                                    + "give the hydrogen %s")
                            .formatted(
                                    at.name(),
                                    topology.residues().get(at.residue()).name(),
                                    at.residue() + 1,
                                    topology.atoms().get(h).name()));
        }
        put(xyz, h, atom, sum.times(-1).unit());
    }

    /** Two hydrogens of a tetrahedral centre, each on the side where the templates have the one of its name. */
    private void placePair(List<Integer> hydrogens, int atom, List<Integer> known, double[] xyz) {
        Vector3 first = direction(xyz, atom, known.get(0));
        Vector3 second = direction(xyz, atom, known.get(1));
        Vector3 along = first.plus(second).times(-1).unit();
        Vector3 normal = first.cross(second).unit();
        boolean above = direction(ideal, atom, known.get(0))
                        .cross(direction(ideal, atom, known.get(1)))
                        .dot(direction(ideal, atom, hydrogens.getFirst()))
                > 0;
        double side = above ? Math.sin(HALF_ANGLE) : -Math.sin(HALF_ANGLE);
        put(xyz, hydrogens.get(0), atom, along.times(Math.cos(HALF_ANGLE)).plus(normal.times(side)));
        put(xyz, hydrogens.get(1), atom, along.times(Math.cos(HALF_ANGLE)).plus(normal.times(-side)));
    }

    /** A hydrogen of a planar NH2 group, cis or trans as in the templates. */
    private void placeFlat(int h, int atom, int axis, double[] xyz, boolean[] placed) {
        int third = third(atom, axis, placed);
        double torsion = Math.abs(torsion(ideal, h, atom, axis, third)) > Math.PI / 2 ? Math.PI : 0;
        put(xyz, h, atom, turned(xyz, atom, axis, third, angle(h, atom, axis), torsion));
    }

    /** Turns hydrogens about the one bond of their atom to where they are least crowded. */
    private void turn(int atom, List<Integer> hydrogens, double[] xyz, boolean[] placed) {
        int axis = known(atom, placed).stream()
                .filter(i -> !hydrogens.contains(i))
                .findFirst()
                .orElseThrow();
        int third = third(atom, axis, placed);
        hydrogens.forEach(h -> placed[h] = false);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int n = 0; n < TRIES; n++) {
            double crowding = turnTo(n, atom, axis, third, hydrogens, xyz, placed);
            if (crowding < least) {
                least = crowding;
                best = n;
            }
        }
        turnTo(best, atom, axis, third, hydrogens, xyz, placed);
        hydrogens.forEach(h -> placed[h] = true);
    }

    private double turnTo(
            int n, int atom, int axis, int third, List<Integer> hydrogens, double[] xyz, boolean[] placed) {
        double crowding = 0;
        double start = torsion(ideal, hydrogens.getFirst(), atom, axis, third);
        for (int h : hydrogens) {
            double torsion = Math.PI + 2 * Math.PI * n / TRIES + torsion(ideal, h, atom, axis, third) - start;
            put(xyz, h, atom, turned(xyz, atom, axis, third, angle(h, atom, axis), torsion));
            for (int j = 0; j < placed.length; j++) {
                if (placed[j] && contacts.counts(h, j)) {
                    double inverse = 1 / contacts.ratioSquared(xyz, h, j);
                    crowding += Math.pow(inverse, 6);
                }
            }
        }
        return crowding;
    }

    private int third(int atom, int axis, boolean[] placed) {
        return neighbours.get(axis).stream()
                .filter(i -> i != atom && placed[i])
                .findFirst()
                .orElseThrow();
    }

    /** Unit vector from an atom at an angle to a bond and a torsion about it. */
    private static Vector3 turned(double[] xyz, int atom, int axis, int third, double angle, double torsion) {
        Vector3 along = direction(xyz, axis, atom);
        Vector3 normal = direction(xyz, third, axis).cross(along).unit();
        return Geometry.extended(Vector3.ZERO, along, normal, 1, angle, torsion);
    }

    private static double torsion(double[] xyz, int a, int b, int c, int d) {
        return Geometry.torsion(xyz, 3 * a, 3 * b, 3 * c, 3 * d);
    }

    private double angle(int h, int atom, int axis) {
        return Math.acos(direction(ideal, atom, h).dot(direction(ideal, atom, axis)));
    }

    private void put(double[] xyz, int h, int atom, Vector3 direction) {
        Vector3 at = Vector3.of(xyz, atom).plus(direction.times(Geometry.distance(ideal, 3 * h, 3 * atom)));
        at.putTo(xyz, h);
    }

    private static Vector3 direction(double[] xyz, int from, int to) {
        return Vector3.of(xyz, to).minus(Vector3.of(xyz, from)).unit();
    }
}
