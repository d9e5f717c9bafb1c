package org.arbolt.molecule;

import java.util.Arrays;
import java.util.BitSet;
import org.arbolt.BadInput;

/**
 * A smooth function of a conformation, with its gradient: distance, angle, torsion, RMSD from a reference, radius of
 * gyration. Lengths in nm, angles in rad; users read and write degrees.
 */
public sealed interface CollectiveVariable extends Observable {

    /**
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation begins
     * @return nm or rad
     */
    double value(double[] xyz, int offset);

    /**
     * Adds a multiple of the gradient ∂x/∂r.
     *
     * @param factor times which it is added
     * @param gradient [..][A][3]
     * @param at where the conformation's begins there
     * @return the value
     */
    double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at);

    /** Whether it is an angle: users then read degrees. */
    default boolean angular() {
        return false;
    }

    /** Its period, rad; 0 without one. */
    default double period() {
        return 0;
    }

    /** Its largest value, rad; infinite for lengths. Where there is no period, its least value is 0. */
    default double largest() {
        return angular() ? Math.PI : Double.POSITIVE_INFINITY;
    }

    /** Atoms that it depends on. */
    default BitSet involved() {
        return switch (this) {
            case Distance distance -> set(distance.first, distance.second);
            case Angle angle -> set(new int[] {angle.a, angle.b, angle.c});
            case Torsion torsion -> set(torsion.atoms());
            case Rmsd rmsd -> set(rmsd.atoms);
            case Gyration gyration -> set(gyration.atoms);
        };
    }

    private static BitSet set(int[]... groups) {
        return Arrays.stream(groups).flatMapToInt(Arrays::stream).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    /** A value in the unit that users read: nm or degrees. */
    default double toUser(double value) {
        return angular() ? Math.toDegrees(value) : value;
    }

    /** From the unit that users write, nm or degrees. */
    default double fromUser(double value) {
        return angular() ? Math.toRadians(value) : value;
    }

    /** nm or degrees. */
    default String unit() {
        return angular() ? "degrees" : "nm";
    }

    /** How far a value lies from a point, the short way round where there is a period. */
    default double difference(double value, double from) {
        return period() > 0 ? InternalCoordinates.wrap(value - from) : value - from;
    }

    @Override
    default double of(Frames frames, int frame) {
        return value(frames.xyz(), 3 * frames.atoms() * frame);
    }

    /**
     * Reads a variable, e.g. {@code distance(CA 1, CA 5)}, {@code phi(2)}, {@code rmsd(backbone)} (docs/control.md,
     * "Variables").
     *
     * @param reference a conformation, [A][3], nm: what RMSD is measured from
     * @throws BadInput if the text is none
     */
    static CollectiveVariable of(String text, Topology topology, double[] reference) {
        return new CollectiveVariableReader(topology, reference).read(text);
    }

    /** |c₁ − c₂| of the centres of two groups of atoms, nm. */
    record Distance(int[] first, int[] second) implements CollectiveVariable {
        @Override
        public double value(double[] xyz, int offset) {
            return between(xyz, offset).norm();
        }

        private Vector3 between(double[] xyz, int offset) {
            double[] a = Superposition.centre(first, xyz, offset);
            double[] b = Superposition.centre(second, xyz, offset);
            return new Vector3(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        }

        @Override
        public double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at) {
            Vector3 between = between(xyz, offset);
            double length = between.norm();
            if (length > 0) {
                add(first, between.times(factor / (length * first.length)), gradient, at);
                add(second, between.times(-factor / (length * second.length)), gradient, at);
            }
            return length;
        }

        private static void add(int[] atoms, Vector3 v, double[] gradient, int at) {
            for (int atom : atoms) {
                CollectiveVariable.add(v, gradient, at + 3 * atom);
            }
        }
    }

    /** The angle a–b–c, rad, in [0, π]. */
    record Angle(int a, int b, int c) implements CollectiveVariable {
        @Override
        public boolean angular() {
            return true;
        }

        @Override
        public double value(double[] xyz, int offset) {
            return Geometry.angle(xyz, offset + 3 * a, offset + 3 * b, offset + 3 * c);
        }

        @Override
        public double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at) {
            Vector3 middle = at(xyz, offset + 3 * b);
            Vector3 u = at(xyz, offset + 3 * a).minus(middle);
            Vector3 v = at(xyz, offset + 3 * c).minus(middle);
            Vector3 normal = u.cross(v);
            if (normal.norm() > 0) {
                Vector3 n = normal.unit();
                Vector3 ofA = u.cross(n).times(factor / u.dot(u)); // turns a away from c in the plane
                Vector3 ofC = n.cross(v).times(factor / v.dot(v));
                CollectiveVariable.add(ofA, gradient, at + 3 * a);
                CollectiveVariable.add(ofC, gradient, at + 3 * c);
                CollectiveVariable.add(ofA.plus(ofC).times(-1), gradient, at + 3 * b);
            }
            return value(xyz, offset);
        }
    }

    /** The torsion a–b–c–d, rad, in (−π, π]. */
    record Torsion(int a, int b, int c, int d) implements CollectiveVariable {
        @Override
        public boolean angular() {
            return true;
        }

        @Override
        public double period() {
            return 2 * Math.PI;
        }

        @Override
        public double value(double[] xyz, int offset) {
            return Geometry.torsion(xyz, offset + 3 * a, offset + 3 * b, offset + 3 * c, offset + 3 * d);
        }

        /** By the formulas of Blondel and Karplus, J. Comput. Chem. 17, 1132 (1996), eq. 27. */
        @Override
        public double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at) {
            Vector3 f = at(xyz, offset + 3 * a).minus(at(xyz, offset + 3 * b));
            Vector3 g = at(xyz, offset + 3 * b).minus(at(xyz, offset + 3 * c));
            Vector3 h = at(xyz, offset + 3 * d).minus(at(xyz, offset + 3 * c));
            Vector3 m = f.cross(g);
            Vector3 n = h.cross(g);
            double length = g.norm();
            if (m.dot(m) > 0 && n.dot(n) > 0 && length > 0) {
                Vector3 ofA = m.times(-factor * length / m.dot(m));
                Vector3 ofD = n.times(factor * length / n.dot(n));
                Vector3 shared = m.times(factor * f.dot(g) / (m.dot(m) * length))
                        .minus(n.times(factor * h.dot(g) / (n.dot(n) * length)));
                CollectiveVariable.add(ofA, gradient, at + 3 * a);
                CollectiveVariable.add(shared.minus(ofA), gradient, at + 3 * b);
                CollectiveVariable.add(shared.plus(ofD).times(-1), gradient, at + 3 * c);
                CollectiveVariable.add(ofD, gradient, at + 3 * d);
            }
            return value(xyz, offset);
        }

        /** The four atoms' indices, [4]. */
        public int[] atoms() {
            return new int[] {a, b, c, d};
        }
    }

    /** Root mean square distance of atoms from a reference after superposition on it, nm. */
    record Rmsd(int[] atoms, double[] reference) implements CollectiveVariable {
        @Override
        public double value(double[] xyz, int offset) {
            return Superposition.of(atoms, xyz, offset, reference).rmsd();
        }

        @Override
        public double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at) {
            Superposition laid = Superposition.of(atoms, xyz, offset, reference);
            double[] difference = new double[3];
            for (int atom : atoms) {
                for (int axis = 0; axis < 3; axis++) {
                    difference[axis] = reference[3 * atom + axis] - laid.to()[axis];
                }
                double[] back = laid.turnedBack(difference);
                for (int axis = 0; axis < 3 && laid.rmsd() > 0; axis++) {
                    double away = xyz[offset + 3 * atom + axis] - laid.from()[axis] - back[axis];
                    gradient[at + 3 * atom + axis] += factor * away / (atoms.length * laid.rmsd());
                }
            }
            return laid.rmsd();
        }
    }

    /** Root mean square distance of atoms from their centre, all of one weight, nm. */
    record Gyration(int[] atoms) implements CollectiveVariable {
        @Override
        public double value(double[] xyz, int offset) {
            return addGradient(xyz, offset, 0, xyz, offset); // adds nothing
        }

        @Override
        public double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at) {
            double[] centre = Superposition.centre(atoms, xyz, offset);
            double squares = 0;
            for (int atom : atoms) {
                for (int axis = 0; axis < 3; axis++) {
                    double away = xyz[offset + 3 * atom + axis] - centre[axis];
                    squares += away * away;
                }
            }
            double radius = Math.sqrt(squares / atoms.length);
            for (int atom : atoms) {
                for (int axis = 0; axis < 3 && factor != 0 && radius > 0; axis++) {
                    double away = xyz[offset + 3 * atom + axis] - centre[axis];
                    gradient[at + 3 * atom + axis] += factor * away / (atoms.length * radius);
                }
            }
            return radius;
        }
    }

    private static Vector3 at(double[] xyz, int point) {
        return new Vector3(xyz[point], xyz[point + 1], xyz[point + 2]);
    }

    private static void add(Vector3 v, double[] to, int at) {
        to[at] += v.x();
        to[at + 1] += v.y();
        to[at + 2] += v.z();
    }
}
