package org.arbolt.forcefield;

/** A vector in space, for the scalar reference. */
record Vec3(double x, double y, double z) {

    /** Position of an atom in [A][3] coordinates. */
    static Vec3 of(double[] xyz, int atom) {
        return new Vec3(xyz[3 * atom], xyz[3 * atom + 1], xyz[3 * atom + 2]);
    }

    Vec3 minus(Vec3 o) {
        return new Vec3(x - o.x, y - o.y, z - o.z);
    }

    Vec3 plus(Vec3 o) {
        return new Vec3(x + o.x, y + o.y, z + o.z);
    }

    Vec3 times(double s) {
        return new Vec3(s * x, s * y, s * z);
    }

    double dot(Vec3 o) {
        return x * o.x + y * o.y + z * o.z;
    }

    Vec3 cross(Vec3 o) {
        return new Vec3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    double norm() {
        return Math.sqrt(dot(this));
    }

    /** Adds this vector to an atom's entry. */
    void addTo(double[] xyz, int atom) {
        xyz[3 * atom] += x;
        xyz[3 * atom + 1] += y;
        xyz[3 * atom + 2] += z;
    }
}
