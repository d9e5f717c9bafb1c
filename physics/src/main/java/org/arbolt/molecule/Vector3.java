package org.arbolt.molecule;

/** A vector in space: a position in nm, a difference of two, a direction, or a force. */
public record Vector3(double x, double y, double z) {
    public static final Vector3 ZERO = new Vector3(0, 0, 0);

    /** Position of an atom in [A][3] coordinates. */
    public static Vector3 of(double[] xyz, int atom) {
        return new Vector3(xyz[3 * atom], xyz[3 * atom + 1], xyz[3 * atom + 2]);
    }

    public Vector3 plus(Vector3 o) {
        return new Vector3(x + o.x, y + o.y, z + o.z);
    }

    public Vector3 minus(Vector3 o) {
        return new Vector3(x - o.x, y - o.y, z - o.z);
    }

    public Vector3 times(double s) {
        return new Vector3(s * x, s * y, s * z);
    }

    public Vector3 over(double s) {
        return new Vector3(x / s, y / s, z / s);
    }

    public double dot(Vector3 o) {
        return x * o.x + y * o.y + z * o.z;
    }

    public Vector3 cross(Vector3 o) {
        return new Vector3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    public double norm() {
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** The vector of length one in the same direction; not a number where this one is zero. */
    public Vector3 unit() {
        return times(1 / norm());
    }

    /** Adds this vector to an atom's entry of [A][3] numbers. */
    public void addTo(double[] xyz, int atom) {
        xyz[3 * atom] += x;
        xyz[3 * atom + 1] += y;
        xyz[3 * atom + 2] += z;
    }

    /** Writes this vector to an atom's entry of [A][3] numbers. */
    public void putTo(double[] xyz, int atom) {
        xyz[3 * atom] = x;
        xyz[3 * atom + 1] = y;
        xyz[3 * atom + 2] = z;
    }
}
