package org.arbolt.forcefield;

/** One term of the energy of one conformation, written to be read. */
interface ScalarTerm {

    /**
     * @param x coordinates [A][3] flattened, nm
     * @param forces [A][3] flattened, kJ/mol/nm, to which this term's forces are added; null if they are not wanted
     * @return energy, kJ/mol
     */
    double energy(double[] x, double[] forces);
}
