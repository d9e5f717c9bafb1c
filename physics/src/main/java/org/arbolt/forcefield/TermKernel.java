package org.arbolt.forcefield;

import java.util.Arrays;

/** A kernel of one term that knows no components: its whole energy stands in the first. */
record TermKernel(ScalarTerm term) implements TileKernel {

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void evaluate(double[] x, double[] components, double[] forces) {
        if (forces != null) {
            Arrays.fill(forces, 0);
        }
        double energy = term.energy(x, forces);
        if (components != null) {
            Arrays.fill(components, 0);
            components[0] = energy;
        }
    }
}
