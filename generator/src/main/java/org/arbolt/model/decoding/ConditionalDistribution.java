package org.arbolt.model.decoding;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.kernel.Categorical;
import org.arbolt.model.coordinates.GivenTokens;
import org.arbolt.molecule.Control;

/**
 * How the conditional distribution of each token is changed before a token is drawn from it (docs/method.md,
 * "Control"): divided by a temperature, cut to what a window leaves of each bin, to its K most probable bins, to the
 * most probable bins that hold a share P, in this order, and renormalised. Or the token is not drawn at all but given.
 * Depends on nothing but the token's place, so the changed distribution is normalised exactly.
 *
 * @param temperature [T], τ > 0: the distribution is ∝ P^(1/τ)
 * @param window says the share of each bin that may be drawn; null for all of all
 * @param topK most bins that are kept, 0 for all, [T]
 * @param topP bins are kept, from the most probable on, until they hold this share; 1 for all, [T]
 * @param given tokens that are not drawn; null for none
 */
public record ConditionalDistribution(
        double[] temperature, Control window, int[] topK, double[] topP, GivenTokens given) {

    public ConditionalDistribution {
        for (double tau : temperature) {
            checkedTemperature(tau);
        }
        for (int t = 0; t < temperature.length; t++) {
            if (topK[t] < 0 || !(topP[t] > 0 && topP[t] <= 1)) {
                throw new IllegalArgumentException("top-k must not be negative and top-p lie above 0 and at most at 1, "
                        + "were " + topK[t] + " and " + topP[t]);
            }
        }
    }

    /** One temperature for all tokens and nothing else. */
    public static ConditionalDistribution tempered(double temperature, int tokens) {
        double[] all = new double[tokens];
        Arrays.fill(all, temperature);
        double[] whole = new double[tokens];
        Arrays.fill(whole, 1);
        return new ConditionalDistribution(all, null, new int[tokens], whole, null);
    }

    /** @throws IllegalArgumentException unless τ is positive and finite */
    static double checkedTemperature(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be a positive finite number, was " + temperature);
        }
        return temperature;
    }

    /** Whether some bins that the network gives a probability are never drawn. */
    public boolean truncates() {
        return IntStream.range(0, topK.length).anyMatch(this::truncates);
    }

    private boolean truncates(int token) {
        return topK[token] > 0 || topP[token] < 1;
    }

    boolean isGiven(int token) {
        return given != null && given.isGiven(token);
    }

    float[] windowOf(int token) {
        return window == null ? null : window.bins(token);
    }

    /** The changed distribution of a token, of a sequence of a batch; overwritten by the next call. */
    Categorical distribution(DecoderBatch batch, float[] logits, int row, int token) {
        Categorical distribution = batch.distribution();
        float factor = (float) (1 / temperature[token]);
        float[] shares = windowOf(token);
        if (shares == null) {
            distribution.setLogits(logits, batch.logitsAt(row), factor);
        } else {
            distribution.setLogits(logits, batch.logitsAt(row), factor, shares);
        }
        if (truncates(token)) {
            distribution.keepTop(topK[token], topP[token]);
        }
        return distribution;
    }

    /** The temperature where that is all that is changed, and alike for all tokens. */
    boolean isTemperatureAlone() {
        return window == null
                && given == null
                && !truncates()
                && Arrays.stream(temperature).allMatch(tau -> tau == temperature[0]);
    }
}
