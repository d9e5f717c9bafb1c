package org.arbolt.pipeline;

import java.util.List;
import java.util.Locale;

/**
 * What chains did and how well they mixed, {@code chain.json}.
 *
 * @param chains K
 * @param steps of each
 * @param drawn samples of the model
 * @param globalAcceptance accepted share of global moves
 * @param localAcceptance mean probability that a local move passes
 * @param quantities what was followed
 */
record ChainReport(
        int chains, int steps, long drawn, double globalAcceptance, double localAcceptance, List<Quantity> quantities) {

    /**
     * @param name energy (kJ/mol), or cosine or sine of a torsion
     * @param mean over all chains, their first tenth left out
     * @param error one standard error, by the autocorrelation time
     * @param autocorrelationSteps integrated, steps
     * @param rHat split R̂; 1 where all halves of all chains agree
     */
    record Quantity(String name, double mean, double error, double autocorrelationSteps, double rHat) {}

    double worstRHat() {
        return quantities.stream().mapToDouble(Quantity::rHat).max().orElse(Double.NaN);
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%d chains of %,d steps, %,d samples of the model%nglobal moves accepted %5.1f %%%n"
                        + "local moves accepted  %5.1f %%%n%n%-24s %12s %10s %14s %8s",
                chains,
                steps,
                drawn,
                100 * globalAcceptance,
                100 * localAcceptance,
                "",
                "mean",
                "error",
                "memory, steps",
                "R-hat"));
        for (Quantity q : quantities) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-24s %12.4f %10.4f %14.1f %8.3f",
                    q.name,
                    q.mean,
                    q.error,
                    q.autocorrelationSteps,
                    q.rHat));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%n%s",
                        worstRHat() < 1.01
                                ? "Chains agree: every R-hat is below 1.01."
                                : "Chains do not agree yet (R-hat of 1.01 or more): make them longer, or train the"
                                        + " model longer."))
                .toString();
    }
}
