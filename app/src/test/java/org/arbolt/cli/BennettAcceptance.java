package org.arbolt.cli;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.arbolt.math.Estimate;

/**
 * What a bias costs by dynamics: free frames and frames under the bias, put together by Bennett's acceptance ratio (J.
 * Comput. Phys. 22, 245, 1976). The frames of a ladder may be correlated, ladders are independent: the error is that of
 * the jackknife over ladders.
 */
final class BennettAcceptance {
    private static final int HALVINGS = 60;

    private BennettAcceptance() {}

    /**
     * −ln(Z_biased / Z_free), kT.
     *
     * @param free V/kT of free frames, [N]
     * @param freeLadder of each, [N], 0 or greater
     * @param biased V/kT of frames under the bias, [M]
     * @param biasedLadder of each, [M]
     */
    static Estimate cost(double[] free, int[] freeLadder, double[] biased, int[] biasedLadder) {
        double freeError = jackknife(freeLadder, kept -> solve(chosen(free, freeLadder, kept), biased));
        double biasedError = jackknife(biasedLadder, kept -> solve(free, chosen(biased, biasedLadder, kept)));
        return new Estimate(solve(free, biased), Math.hypot(freeError, biasedError));
    }

    /** Σ_free 1/(1 + e^{M + V − F}) = Σ_biased 1/(1 + e^{−M − V + F}), M = ln(N/M): the left grows with F. */
    private static double solve(double[] free, double[] biased) {
        double m = Math.log((double) free.length / biased.length);
        double low = -100;
        double high = 100;
        for (int i = 0; i < HALVINGS; i++) {
            double f = (low + high) / 2;
            double left = Arrays.stream(free).map(v -> fermi(m + v - f)).sum();
            double right = Arrays.stream(biased).map(v -> fermi(f - m - v)).sum();
            if (left < right) {
                low = f;
            } else {
                high = f;
            }
        }
        return (low + high) / 2;
    }

    private static double fermi(double x) {
        return 1 / (1 + Math.exp(x));
    }

    /** All values but those of one ladder. */
    private static double[] chosen(double[] values, int[] ladder, int without) {
        return IntStream.range(0, values.length)
                .filter(i -> ladder[i] != without)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static double jackknife(int[] ladder, IntToDoubleFunction without) {
        int ladders = Arrays.stream(ladder).max().orElseThrow() + 1;
        double[] values = IntStream.range(0, ladders).mapToDouble(without).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares * (ladders - 1) / ladders);
    }
}
