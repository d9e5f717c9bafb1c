package org.arbolt.molecule;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bond lengths, angles and torsions of a molecule instead of Cartesian coordinates: d = 3A − 6 numbers that do not
 * change when the molecule is moved or turned. Each atom is placed relative to three already placed ones at distance
 * {@code r}, angle {@code θ} and torsion {@code φ}; atoms that hang on the same bond are placed by the
 * <em>difference</em> of their torsion to that of the first of them, so that there is one soft torsion per rotatable
 * bond and the rest is stiff.
 *
 * <p>With the position x₁ of the first atom and the Haar measure dΩ of the rotations (total 8π²), the volume element is
 * {@code dx = dx₁ dΩ Π r_i² sin θ_i dr_i dθ_i dφ_i}, where the second atom has only its r² and the third only its r²
 * sin θ (Noé, Olsson, Köhler, Wu, Science 2019, supplement; Gō and Scheraga, Macromolecules 1976). Immutable, thread
 * safe.
 */
public final class InternalCoordinates {
    private final ZMatrix z;
    private final List<Pucker> puckers;
    private final int atoms;

    private InternalCoordinates(ZMatrix z, SmallRings rings) {
        this.z = z;
        this.puckers = Pucker.of(z, rings);
        this.atoms = z.order().length;
    }

    /** What a coordinate is. The ordinal is the number a model sees. */
    public enum Kind {
        BOND,
        ANGLE,
        TORSION
    }

    /**
     * Chooses the coordinates of a molecule from its bonds.
     *
     * @throws IllegalArgumentException if it has fewer than three atoms or is not connected
     */
    public static InternalCoordinates of(Topology topology) {
        return of(topology, new BitSet());
    }

    /**
     * The same beginning with some atoms: where bonds connect them, their coordinates do not depend on other atoms.
     *
     * @param first the atoms; none for the usual order
     * @throws IllegalArgumentException if the molecule has fewer than three atoms or is not connected
     */
    public static InternalCoordinates of(Topology topology, BitSet first) {
        return new InternalCoordinates(ZMatrix.of(topology, first), SmallRings.of(topology));
    }

    /** Whether the molecule has a ring that is not flat, whose last atom has an angle that closes it. */
    public boolean hasPuckeredRing() {
        return !puckers.isEmpty();
    }

    /** How each ring that is not flat, such as proline's, is brought into other puckers. */
    public List<Pucker> puckers() {
        return puckers;
    }

    public int atoms() {
        return atoms;
    }

    /** Number of coordinates, d = 3A − 6. Coordinates are numbered in the order in which atoms are placed. */
    public int count() {
        return 3 * atoms - 6;
    }

    public Kind kind(int coordinate) {
        return coordinate == 0 ? Kind.BOND : Kind.values()[coordinate < 3 ? coordinate - 1 : coordinate % 3];
    }

    /** The atom that a coordinate places. */
    public int atom(int coordinate) {
        return z.order()[step(coordinate)];
    }

    /**
     * Whether a coordinate is the one torsion of a rotatable bond, which may be anywhere on the circle; a bond of a
     * small ring is none.
     */
    public boolean soft(int coordinate) {
        return kind(coordinate) == Kind.TORSION && z.soft()[step(coordinate)];
    }

    /** Whether any coordinate is soft. */
    public boolean turns() {
        return IntStream.range(0, count()).anyMatch(this::soft);
    }

    /**
     * The four atoms whose torsion a coordinate is (or of which the first atom's torsion is subtracted from it).
     *
     * @return the placed atom and its bond, angle and torsion partners
     */
    public int[] torsionAtoms(int coordinate) {
        if (kind(coordinate) != Kind.TORSION) {
            throw new IllegalArgumentException("coordinate " + coordinate + " is no torsion");
        }
        int s = step(coordinate);
        return new int[] {z.order()[s], z.bond()[s], z.angle()[s], z.torsion()[s]};
    }

    /**
     * The coordinate from which a torsion is counted: that of the first atom on the same bond.
     *
     * @return −1 if it stands for itself, or is counted from what is no coordinate
     */
    public int base(int coordinate) {
        int base = kind(coordinate) == Kind.TORSION ? z.base()[step(coordinate)] : -1;
        return base < 3 ? -1 : 3 * (base - 2) + 2;
    }

    /** The atoms whose places a coordinate depends on. */
    public BitSet atoms(int coordinate) {
        int s = step(coordinate);
        BitSet set = new BitSet();
        set.set(z.order()[s]);
        set.set(z.bond()[s]);
        if (kind(coordinate) != Kind.BOND) {
            set.set(z.angle()[s]);
        }
        if (kind(coordinate) == Kind.TORSION) {
            set.set(z.base()[s] < 0 ? z.torsion()[s] : z.order()[z.base()[s]]);
        }
        return set;
    }

    private static int step(int coordinate) {
        return coordinate < 1 ? 1 : coordinate < 3 ? 2 : coordinate / 3 + 2;
    }

    /**
     * Internal coordinates of a conformation.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation starts
     * @param q filled with d coordinates: lengths in nm, angles in [0, π], torsions in [−π, π); not finite where three
     *     atoms coincide
     * @param qOffset where they start
     */
    public void toInternal(double[] xyz, int offset, double[] q, int qOffset) {
        double[] torsion = new double[atoms];
        q[qOffset] = Geometry.distance(xyz, at(offset, z.order()[1]), at(offset, z.bond()[1]));
        for (int s = 2, i = qOffset + 1; s < atoms; s++) {
            int a = at(offset, z.order()[s]);
            int b = at(offset, z.bond()[s]);
            int c = at(offset, z.angle()[s]);
            q[i++] = Geometry.distance(xyz, a, b);
            q[i++] = Geometry.angle(xyz, a, b, c);
            if (s > 2) {
                torsion[s] = Geometry.torsionBlondelKarplus(xyz, a, b, c, at(offset, z.torsion()[s]));
                int base = z.base()[s];
                q[i++] = base < 0 ? wrap(torsion[s]) : wrap(torsion[s] - torsion[base]);
            }
        }
    }

    /**
     * The conformation with given internal coordinates, its first atom at the origin, the second on the x axis, the
     * third in the upper half of the xy plane.
     *
     * @param q d coordinates from {@code qOffset} on, nm and rad
     * @param xyz filled with [A][3] from {@code offset} on, nm
     */
    public void toCartesian(double[] q, int qOffset, double[] xyz, int offset) {
        BitSet all = new BitSet();
        all.set(0, atoms);
        toCartesian(q, qOffset, xyz, offset, all);
    }

    /**
     * The same of some atoms alone.
     *
     * @param placed the first three atoms and others, each with all that its place depends on
     */
    public void toCartesian(double[] q, int qOffset, double[] xyz, int offset, BitSet placed) {
        double[] torsion = new double[atoms];
        set(xyz, at(offset, z.order()[0]), 0, 0, 0);
        set(xyz, at(offset, z.order()[1]), q[qOffset], 0, 0);
        double r = q[qOffset + 1];
        double theta = q[qOffset + 2];
        set(xyz, at(offset, z.order()[2]), q[qOffset] - r * Math.cos(theta), r * Math.sin(theta), 0);
        for (int s = 3, i = qOffset + 3; s < atoms; s++, i += 3) {
            if (!placed.get(z.order()[s])) {
                continue;
            }
            int base = z.base()[s];
            torsion[s] = base < 0 ? q[i + 2] : q[i + 2] + torsion[base];
            Geometry.place(
                    xyz,
                    at(offset, z.order()[s]),
                    at(offset, z.bond()[s]),
                    at(offset, z.angle()[s]),
                    at(offset, z.torsion()[s]),
                    q[i],
                    q[i + 1],
                    torsion[s]);
        }
    }

    /**
     * Derivatives by internal coordinates of a function whose derivatives by positions are known: what {@link
     * #toCartesian} makes of a change is read backwards, atom by atom from the last one on.
     *
     * @param q d coordinates
     * @param xyz the conformation that they are, [A][3], nm
     * @param gradient derivatives by positions, [A][3]; changed
     * @param into filled with the derivatives by coordinates, [d]
     */
    public void toInternalGradient(double[] q, double[] xyz, double[] gradient, double[] into) {
        double[] torsion = new double[atoms];
        for (int s = 3; s < atoms; s++) {
            torsion[s] = q[3 * s - 4] + (z.base()[s] < 0 ? 0 : torsion[z.base()[s]]);
        }
        double[] byTorsion = new double[atoms];
        double[] byPlace = new double[3];
        for (int s = atoms - 1; s > 2; s--) {
            Geometry.unplace(
                    xyz,
                    3 * z.order()[s],
                    3 * z.bond()[s],
                    3 * z.angle()[s],
                    3 * z.torsion()[s],
                    q[3 * s - 6],
                    q[3 * s - 5],
                    torsion[s],
                    gradient,
                    byPlace);
            into[3 * s - 6] = byPlace[0];
            into[3 * s - 5] = byPlace[1];
            byTorsion[s] += byPlace[2];
            into[3 * s - 4] = byTorsion[s];
            if (z.base()[s] >= 0) {
                byTorsion[z.base()[s]] += byTorsion[s];
            }
        }
        int second = 3 * z.order()[1];
        int third = 3 * z.order()[2];
        double sine = Math.sin(q[2]);
        double cosine = Math.cos(q[2]);
        into[0] = gradient[second] + gradient[third];
        into[1] = -cosine * gradient[third] + sine * gradient[third + 1];
        into[2] = q[1] * (sine * gradient[third] + cosine * gradient[third + 1]);
    }

    /** Adds the derivatives of {@link #logJacobian}, times a factor. @param into [d] */
    public void addLogJacobianGradient(double[] q, double factor, double[] into) {
        into[0] += factor * 2 / q[0];
        for (int s = 2, i = 1; s < atoms; s++, i += s == 3 ? 2 : 3) {
            into[i] += factor * 2 / q[i];
            into[i + 1] += factor / Math.tan(q[i + 1]);
        }
    }

    /**
     * Log of the volume element: log |∂x / ∂(q, rigid motion)|, the rigid motion measured as in the class's
     * description.
     *
     * @param q d coordinates from {@code qOffset} on
     */
    public double logJacobian(double[] q, int qOffset) {
        double sum = 2 * Math.log(q[qOffset]);
        for (int s = 2, i = qOffset + 1; s < atoms; s++, i += s == 3 ? 2 : 3) {
            sum += 2 * Math.log(q[i]) + Math.log(Math.sin(q[i + 1]));
        }
        return sum;
    }

    /** An angle brought into [−π, π). */
    public static double wrap(double angle) {
        double w = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
        return w >= Math.PI ? -Math.PI : w;
    }

    private static int at(int offset, int atom) {
        return offset + 3 * atom;
    }

    private static void set(double[] xyz, int a, double x, double y, double z) {
        xyz[a] = x;
        xyz[a + 1] = y;
        xyz[a + 2] = z;
    }
}
