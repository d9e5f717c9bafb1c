package org.arbolt.model.coordinates;

import java.util.Map;

/**
 * Where a stiff coordinate of many peptides lies ({@link SharedInternals}).
 *
 * @param mean (circular) mean, nm or rad
 * @param half half the width of its grid
 * @param least lowest deviation from the mean that is expected of a training frame
 * @param most highest
 * @param uses coefficients of what it is expected from, by name
 */
record StiffCoordinate(double mean, double half, double least, double most, Map<String, Float> uses) {}
