package org.arbolt.forcefield;

import org.arbolt.molecule.Vector3;

/** Harmonic bonds, E = ½ k (r − r0)². */
record ScalarBonds(SystemParameters.Bonds bonds) implements ScalarTerm {

    @Override
    public double energy(double[] x, double[] forces) {
        double energy = 0;
        for (int n = 0; n < bonds.k().length; n++) {
            int i = bonds.atoms()[2 * n];
            int j = bonds.atoms()[2 * n + 1];
            Vector3 d = Vector3.of(x, i).minus(Vector3.of(x, j));
            double r = d.norm();
            double stretch = r - bonds.length()[n];
            energy += 0.5 * bonds.k()[n] * stretch * stretch;
            if (forces != null) {
                Vector3 onFirst = d.times(-bonds.k()[n] * stretch / r);
                onFirst.addTo(forces, i);
                onFirst.times(-1).addTo(forces, j);
            }
        }
        return energy;
    }
}
