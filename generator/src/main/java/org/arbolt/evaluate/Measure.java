package org.arbolt.evaluate;

import org.arbolt.Progress;
import org.arbolt.evaluate.ComparisonFeatures.Points;

/** Distances between two sets of conformations; docs/evaluation.md has their formulas. */
public enum Measure {
    ENERGY_W2("energy_w2", "E-W2", "kT", (features, a, b, _) -> features.energyDistance(a, b)),
    ENERGY_W1("energy_w1", "E-W1", "kT", (features, a, b, _) -> features.energyDistance1(a, b)),
    TORUS_W2("torus_w2", "T-W2", "rad", ComparisonFeatures::torsionDistance),
    TICA_W2("tica_w2", "TICA-W2", "", ComparisonFeatures::slowDistance),
    TICA_JSD("tica_jsd", "TICA-JSD", "bits", (features, a, b, _) -> features.slowDivergence(a, b)),
    TORSION_JSD("torsion_jsd", "φ/ψ JSD", "bits", (features, a, b, _) -> features.torsionDivergence(a, b)),
    BOND_W1("bond_w1", "bond W1", "nm", (features, a, b, _) -> features.bondDistance(a, b));

    private final String key;
    private final String symbol;
    private final String unit;
    private final Distance distance;

    @FunctionalInterface
    private interface Distance {
        double between(ComparisonFeatures features, Points a, Points b, Progress progress);
    }

    Measure(String key, String symbol, String unit, Distance distance) {
        this.key = key;
        this.symbol = symbol;
        this.unit = unit;
        this.distance = distance;
    }

    /** Its name in {@code metrics.json}. */
    public String key() {
        return key;
    }

    /** Its name in tables. */
    public String symbol() {
        return symbol;
    }

    /** E.g. {@code kT}; empty where the coordinates have none. */
    public String unit() {
        return unit;
    }

    /** The distance; NaN where it is not defined. */
    double between(ComparisonFeatures features, Points a, Points b, Progress progress) {
        return distance.between(features, a, b, progress);
    }
}
