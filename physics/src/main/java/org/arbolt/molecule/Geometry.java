package org.arbolt.molecule;

/**
 * Distances, angles and torsions of points, and the point that has given ones. A point is three numbers of an array, x
 * y z, named by the index of its x: with [A][3] coordinates from {@code offset} on, atom i is {@code offset + 3 * i}.
 * Lengths are in the unit of the coordinates, nm; angles in rad. {@link Vector3} has the algebra of vectors.
 */
public final class Geometry {
    private Geometry() {}

    /** Length of a vector. */
    public static double norm(double x, double y, double z) {
        return new Vector3(x, y, z).norm();
    }

    public static double distance(double[] xyz, int a, int b) {
        return Math.sqrt(distanceSquared(xyz, a, b));
    }

    public static double distanceSquared(double[] xyz, int a, int b) {
        double dx = xyz[a] - xyz[b];
        double dy = xyz[a + 1] - xyz[b + 1];
        double dz = xyz[a + 2] - xyz[b + 2];
        return dx * dx + dy * dy + dz * dz;
    }

    /** From one point [3] to another. */
    public static double distance(double[] a, double[] b) {
        return norm(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    }

    /**
     * Angle a–b–c by atan2, accurate also near 0 and π.
     *
     * @return rad, in [0, π]
     */
    public static double angle(double[] xyz, int a, int b, int c) {
        double ux = xyz[a] - xyz[b];
        double uy = xyz[a + 1] - xyz[b + 1];
        double uz = xyz[a + 2] - xyz[b + 2];
        double vx = xyz[c] - xyz[b];
        double vy = xyz[c + 1] - xyz[b + 1];
        double vz = xyz[c + 2] - xyz[b + 2];
        double sine = norm(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
        return Math.atan2(sine, ux * vx + uy * vy + uz * vz);
    }

    /**
     * Torsion a–b–c–d, positive clockwise looking from b to c (IUPAC-IUB 1970): {@code atan2(|b2| b1·(b2×b3),
     * (b1×b2)·(b2×b3))} with b1, b2, b3 the vectors from a to b, b to c, c to d.
     *
     * @return rad, in (-π, π]; NaN where a coordinate is NaN
     */
    public static double torsion(double[] xyz, int a, int b, int c, int d) {
        double x1 = xyz[b] - xyz[a];
        double y1 = xyz[b + 1] - xyz[a + 1];
        double z1 = xyz[b + 2] - xyz[a + 2];
        double x2 = xyz[c] - xyz[b];
        double y2 = xyz[c + 1] - xyz[b + 1];
        double z2 = xyz[c + 2] - xyz[b + 2];
        double x3 = xyz[d] - xyz[c];
        double y3 = xyz[d + 1] - xyz[c + 1];
        double z3 = xyz[d + 2] - xyz[c + 2];
        double nx = y2 * z3 - z2 * y3;
        double ny = z2 * x3 - x2 * z3;
        double nz = x2 * y3 - y2 * x3;
        double mx = y1 * z2 - z1 * y2;
        double my = z1 * x2 - x1 * z2;
        double mz = x1 * y2 - y1 * x2;
        double sine = Math.sqrt(x2 * x2 + y2 * y2 + z2 * z2) * (x1 * nx + y1 * ny + z1 * nz);
        double angle = Math.atan2(sine, mx * nx + my * ny + mz * nz);
        return angle == -Math.PI ? Math.PI : angle; // atan2(-0.0, negative)
    }

    /**
     * The same by the formula of Blondel and Karplus (J. Comput. Chem. 17, 1132 (1996)), which rounds differently:
     * models that are stored were fitted to these numbers.
     *
     * @return rad, in [-π, π]; NaN where a coordinate is NaN
     */
    public static double torsionBlondelKarplus(double[] xyz, int a, int b, int c, int d) {
        Vector3 axis = at(xyz, b).minus(at(xyz, c));
        Vector3 m = at(xyz, a).minus(at(xyz, b)).cross(axis);
        Vector3 n = at(xyz, d).minus(at(xyz, c)).cross(axis);
        return Math.atan2(n.cross(m).dot(axis) / axis.norm(), m.dot(n));
    }

    /**
     * Places point a at distance r from b, angle θ a–b–c and torsion φ a–b–c–d.
     *
     * @param r length, in the unit of the coordinates
     * @param theta rad
     * @param phi rad
     */
    public static void place(double[] xyz, int a, int b, int c, int d, double r, double theta, double phi) {
        Vector3 along = at(xyz, b).minus(at(xyz, c)).unit();
        Vector3 normal = at(xyz, c).minus(at(xyz, d)).cross(along).unit();
        Vector3 point = extended(at(xyz, b), along, normal, r, theta, phi);
        xyz[a] = point.x();
        xyz[a + 1] = point.y();
        xyz[a + 2] = point.z();
    }

    /**
     * What a function's derivative by the point that {@link #place} places says of r, θ, φ and the three other points.
     *
     * @param gradient derivatives by the points, as many as coordinates; those of b, c and d grow by their share
     * @param into filled with the derivatives by r, θ and φ
     */
    static void unplace(
            double[] xyz,
            int a,
            int b,
            int c,
            int d,
            double r,
            double theta,
            double phi,
            double[] gradient,
            double[] into) {
        Vector3 chain = at(xyz, b).minus(at(xyz, c));
        Vector3 along = chain.unit();
        Vector3 arm = at(xyz, c).minus(at(xyz, d));
        Vector3 across = arm.cross(along);
        Vector3 normal = across.unit();
        Vector3 third = normal.cross(along);
        Vector3 by = at(gradient, a);
        double sine = Math.sin(theta);
        double cosine = Math.cos(theta);
        Vector3 aside = third.times(Math.cos(phi)).plus(normal.times(Math.sin(phi)));
        into[0] = by.dot(aside.times(sine).plus(along.times(-cosine)));
        into[1] = r * by.dot(aside.times(cosine).plus(along.times(sine)));
        into[2] = r * sine * by.dot(normal.times(Math.cos(phi)).plus(third.times(-Math.sin(phi))));
        Vector3 byThird = by.times(r * sine * Math.cos(phi));
        Vector3 byNormal = by.times(r * sine * Math.sin(phi)).plus(along.cross(byThird));
        Vector3 byAcross = aside(byNormal, normal).times(1 / across.norm());
        Vector3 byArm = along.cross(byAcross);
        Vector3 byAlong = by.times(-r * cosine).plus(byThird.cross(normal)).plus(byAcross.cross(arm));
        Vector3 byChain = aside(byAlong, along).times(1 / chain.norm());
        add(by.plus(byChain), gradient, b);
        add(byArm.minus(byChain), gradient, c);
        add(byArm.times(-1), gradient, d);
    }

    /** The part of a vector across a direction. */
    private static Vector3 aside(Vector3 v, Vector3 direction) {
        return v.minus(direction.times(v.dot(direction)));
    }

    private static void add(Vector3 v, double[] into, int point) {
        into[point] += v.x();
        into[point + 1] += v.y();
        into[point + 2] += v.z();
    }

    /**
     * The point that extends a chain d–c–b: b + r (−cos θ u + sin θ cos φ n × u + sin θ sin φ n) (Parsons et al., J.
     * Comput. Chem. 26, 1063 (2005), "NeRF").
     *
     * @param along u, the direction from c to b, of length one
     * @param normal n of the plane d–c–b, (c − d) × u made of length one
     * @param theta rad, angle with b and c
     * @param phi rad, torsion with b, c and d
     */
    static Vector3 extended(Vector3 b, Vector3 along, Vector3 normal, double r, double theta, double phi) {
        double across = r * Math.sin(theta);
        return b.plus(along.times(-r * Math.cos(theta)))
                .plus(normal.cross(along).times(across * Math.cos(phi)))
                .plus(normal.times(across * Math.sin(phi)));
    }

    private static Vector3 at(double[] xyz, int point) {
        return new Vector3(xyz[point], xyz[point + 1], xyz[point + 2]);
    }
}
