package org.arbolt.forcefield;

import org.arbolt.molecule.Vector3;

/** Harmonic angles, E = ½ k (θ − θ0)². */
record ScalarAngles(SystemParameters.Angles angles) implements ScalarTerm {

    @Override
    public double energy(double[] x, double[] forces) {
        double energy = 0;
        for (int n = 0; n < angles.k().length; n++) {
            int vertex = angles.atoms()[3 * n + 1];
            Vector3 u = Vector3.of(x, angles.atoms()[3 * n]).minus(Vector3.of(x, vertex));
            Vector3 v = Vector3.of(x, angles.atoms()[3 * n + 2]).minus(Vector3.of(x, vertex));
            Vector3 normal = u.cross(v);
            double bend = Math.atan2(normal.norm(), u.dot(v)) - angles.angle()[n];
            energy += 0.5 * angles.k()[n] * bend * bend;
            if (forces != null && normal.norm() > 0) { // a straight angle has no direction to bend in
                addForces(n, angles.k()[n] * bend, u, v, normal, forces);
            }
        }
        return energy;
    }

    /** ∂θ/∂u = u × (u × v) / (|u|² |u × v|), which is perpendicular to u and of length 1/|u|; likewise for v. */
    private void addForces(int n, double slope, Vector3 u, Vector3 v, Vector3 normal, double[] forces) {
        Vector3 first = u.cross(normal).times(-slope / (u.dot(u) * normal.norm()));
        Vector3 last = normal.cross(v).times(-slope / (v.dot(v) * normal.norm()));
        first.addTo(forces, angles.atoms()[3 * n]);
        last.addTo(forces, angles.atoms()[3 * n + 2]);
        first.plus(last).times(-1).addTo(forces, angles.atoms()[3 * n + 1]);
    }
}
