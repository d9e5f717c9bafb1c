package org.arbolt.evaluate;

import org.arbolt.math.Estimate;

/**
 * A state of the molecule, in the reweighted ensemble and in the reference.
 *
 * @param name e.g. {@code αR}
 * @param definition where it is, e.g. {@code φ < 0°, −120° < ψ < 50°}
 * @param ensemble populations of the reweighted ensemble
 * @param reference populations of the reference; {@link State#MISSING} without one
 */
public record Basin(String name, String definition, State ensemble, State reference) {

    /**
     * @param population share of the ensemble, 0 … 1
     * @param freeEnergy kJ/mol, relative to the most populated basin of the reference or as the table's reader was told
     */
    public record State(Estimate population, Estimate freeEnergy) {
        public static final State MISSING = new State(Estimate.MISSING, Estimate.MISSING);
    }
}
