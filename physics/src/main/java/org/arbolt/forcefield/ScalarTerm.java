package org.arbolt.forcefield;

/**
 * One term of the energy of one conformation, written to be read. An energy of your own is one such function, see
 * {@link Potential#of}. Called from several threads at once.
 */
@FunctionalInterface
public interface ScalarTerm {

    /**
     * The energy of a conformation.
     *
     * @param x coordinates [A][3] flattened, nm
     * @param forces [A][3] flattened, kJ/mol/nm, to which this term's forces are added; null if they are not wanted
     * @return energy, kJ/mol
     */
    double energy(double[] x, double[] forces);
}
