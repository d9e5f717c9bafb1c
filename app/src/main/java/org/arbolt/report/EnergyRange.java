package org.arbolt.report;

import java.util.stream.Stream;
import org.arbolt.report.plot.Ticks;

/**
 * Chooses the part of the energy axis to draw: where reference and reweighted samples lie, and as much of the proposal
 * as fits within {@value #WIDEST} times their width, since a few clashing samples may lie millions of kJ/mol above.
 */
final class EnergyRange {
    private static final double TAIL = 0.001;
    private static final double MARGIN = 0.15;
    private static final double WIDEST = 3;
    private static final double NARROWEST = 1; // kJ/mol
    private static final int ABOUT_BINS = 60;

    private EnergyRange() {}

    /**
     * Bins of a round width over the chosen range.
     *
     * @param proposal quantiles of the samples as drawn
     * @param ensemble of the weighted samples; may be empty
     * @param reference may be empty
     */
    static Bins choose(Quantiles proposal, Quantiles ensemble, Quantiles reference) {
        Quantiles[] sure =
                Stream.of(ensemble, reference).filter(q -> !q.isEmpty()).toArray(Quantiles[]::new);
        Quantiles[] core = sure.length > 0 ? sure : new Quantiles[] {proposal};
        double low = Stream.of(core).mapToDouble(q -> q.at(TAIL)).min().orElseThrow();
        double high = Stream.of(core).mapToDouble(q -> q.at(1 - TAIL)).max().orElseThrow();
        double width = Math.max(high - low, Math.max(NARROWEST, 1e-6 * Math.max(Math.abs(low), Math.abs(high))));
        low -= MARGIN * width;
        high += MARGIN * width;
        if (!proposal.isEmpty()) {
            low = Math.min(low, Math.max(proposal.at(0.02), high - WIDEST * width));
            high = Math.max(high, Math.min(proposal.at(0.9), low + WIDEST * width));
        }
        return roundBins(low, high);
    }

    private static Bins roundBins(double low, double high) {
        double step = Ticks.roundStep((high - low) / ABOUT_BINS);
        double first = Math.floor(low / step);
        double last = Math.ceil(high / step);
        return new Bins(first * step, last * step, (int) (last - first));
    }
}
