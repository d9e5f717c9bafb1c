package org.arbolt.report;

/**
 * A number with its standard error.
 *
 * @param value the number; infinite where the data say so (a free energy of a state that was never seen)
 * @param error one standard error; 0 where none is known, and then none is printed
 */
public record Estimate(double value, double error) {
    /** No such number in this run. */
    public static final Estimate MISSING = new Estimate(Double.NaN, Double.NaN);

    public Estimate {
        boolean missing = Double.isNaN(value) && Double.isNaN(error);
        if (!missing) {
            FieldChecks.notNaN("an estimate's value", value);
            FieldChecks.notNegative("an estimate's error", error);
        }
    }

    /** A number whose error is not known. */
    public static Estimate of(double value) {
        return new Estimate(value, 0);
    }

    public boolean isMissing() {
        return Double.isNaN(value);
    }

    /** How far two estimates lie apart in units of their combined error; NaN where that is not defined. */
    public double sigmasFrom(Estimate other) {
        double combined = Math.hypot(error, other.error);
        return combined > 0 && !Double.isInfinite(combined) ? Math.abs(value - other.value) / combined : Double.NaN;
    }
}
