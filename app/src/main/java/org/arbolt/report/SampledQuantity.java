package org.arbolt.report;

import org.arbolt.evaluate.StructuralQuantity;

/**
 * A structural quantity of a set of frames.
 *
 * @param name e.g. {@code N–CA–C}
 * @param unit nm, or degrees
 * @param kind bond, angle or distance
 * @param values [members][F]
 */
public record SampledQuantity(String name, String unit, StructuralQuantity.Kind kind, double[][] values) {}
