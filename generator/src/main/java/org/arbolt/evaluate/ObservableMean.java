package org.arbolt.evaluate;

import org.arbolt.math.Estimate;

/**
 * The mean of an observable, such as the potential energy.
 *
 * @param name e.g. {@code potential energy}
 * @param unit e.g. {@code kJ/mol}; empty for a bare number
 * @param proposal over the samples as drawn
 * @param ensemble over the reweighted samples
 * @param reference over the reference; {@link Estimate#MISSING} without one
 */
public record ObservableMean(String name, String unit, Estimate proposal, Estimate ensemble, Estimate reference) {}
