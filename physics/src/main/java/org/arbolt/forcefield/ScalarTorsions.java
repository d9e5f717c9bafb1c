package org.arbolt.forcefield;

import org.arbolt.molecule.Vector3;

/**
 * Torsions, E = k (1 + cos(n φ − φ0)). Forces after Blondel, Karplus, J. Comput. Chem. 17, 1132 (1996), eq. 27, which
 * has no singularity at φ = 0 and π.
 */
record ScalarTorsions(SystemParameters.Torsions torsions) implements ScalarTerm {

    @Override
    public double energy(double[] x, double[] forces) {
        double energy = 0;
        for (int n = 0; n < torsions.k().length; n++) {
            Vector3[] p = new Vector3[4];
            for (int a = 0; a < 4; a++) {
                p[a] = Vector3.of(x, torsions.atoms()[4 * n + a]);
            }
            Vector3 f = p[0].minus(p[1]);
            Vector3 g = p[1].minus(p[2]);
            Vector3 h = p[3].minus(p[2]);
            Vector3 a = f.cross(g);
            Vector3 b = h.cross(g);
            double phi = Math.atan2(h.dot(a) * g.norm(), a.dot(b));
            double argument = torsions.periodicity()[n] * phi - torsions.phase()[n];
            energy += torsions.k()[n] * (1 + Math.cos(argument));
            if (forces != null) {
                addForces(n, -torsions.k()[n] * torsions.periodicity()[n] * Math.sin(argument), f, g, h, forces);
            }
        }
        return energy;
    }

    private void addForces(int n, double slope, Vector3 f, Vector3 g, Vector3 h, double[] forces) {
        Vector3 a = f.cross(g);
        Vector3 b = h.cross(g);
        double length = g.norm();
        Vector3 first = a.times(slope * length / a.dot(a));
        Vector3 last = b.times(-slope * length / b.dot(b));
        Vector3 shift = first.times(f.dot(g) / (length * length)).plus(last.times(h.dot(g) / (length * length)));
        first.addTo(forces, torsions.atoms()[4 * n]);
        shift.plus(first).times(-1).addTo(forces, torsions.atoms()[4 * n + 1]);
        shift.minus(last).addTo(forces, torsions.atoms()[4 * n + 2]);
        last.addTo(forces, torsions.atoms()[4 * n + 3]);
    }
}
