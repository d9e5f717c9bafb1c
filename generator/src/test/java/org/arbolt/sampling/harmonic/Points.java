package org.arbolt.sampling.harmonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** A function of one point, worked out at several. */
record Points(int dimension, int lanes, double[] scale, Function function) implements Landscape {
    /** A function, and its derivatives where they are wanted. */
    @FunctionalInterface
    interface Function {
        double at(double[] x, double[] gradient);
    }

    @Override
    public void evaluate(double[][] points, double[] value, double[][] gradient) {
        assertThat(points.length).isLessThanOrEqualTo(lanes);
        for (int i = 0; i < points.length; i++) {
            value[i] = function.at(points[i], gradient == null ? new double[dimension] : gradient[i]);
        }
    }

    /**
     * Checks that ∫ h exp(−f) is what 20,000 draws of a density say, by five standard errors, which are less than a
     * fiftieth of it.
     */
    static void requireIntegral(
            Landscape landscape, Supplier<HarmonicWell.Draw> draws, ToDoubleFunction<double[]> h, double integral) {
        int count = 20_000;
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < count; n++) {
            HarmonicWell.Draw draw = draws.get();
            double[] value = new double[1];
            landscape.evaluate(new double[][] {draw.x()}, value, null);
            double weight = h.applyAsDouble(draw.x()) * Math.exp(-value[0] - draw.logDensity()) / integral;
            sum += weight;
            squares += weight * weight;
        }
        double mean = sum / count;
        double error = Math.sqrt((squares / count - mean * mean) / count);
        assertThat(error).isLessThan(0.02);
        assertThat(mean).isCloseTo(1, within(5 * error));
    }
}
