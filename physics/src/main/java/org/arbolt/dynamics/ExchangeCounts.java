package org.arbolt.dynamics;

import java.util.Arrays;

/**
 * How often replicas moved between temperatures, after equilibration: numbers that add up over ladders.
 *
 * @param attempts [K-1] exchanges tried between a rung and the next; 0 between equal temperatures
 * @param accepted [K-1]
 * @param turns accepted turns about bonds of the backbone at the coldest temperature
 * @param turnTrials those that were tried; 0 without turns
 * @param roundTrips journeys from the coldest temperature to the hottest and back
 */
public record ExchangeCounts(long[] attempts, long[] accepted, long turns, long turnTrials, long roundTrips) {

    public ExchangeCounts {
        if (attempts.length != accepted.length) {
            throw new IllegalArgumentException("as many accepted as attempted exchanges are needed");
        }
    }

    /** Those of both, which must be of equal rungs. */
    public ExchangeCounts plus(ExchangeCounts other) {
        if (attempts.length != other.attempts.length) {
            throw new IllegalArgumentException("counts of ladders with other numbers of rungs do not add up");
        }
        long[] tried = attempts.clone();
        Arrays.setAll(tried, i -> attempts[i] + other.attempts[i]);
        long[] done = accepted.clone();
        Arrays.setAll(done, i -> accepted[i] + other.accepted[i]);
        return new ExchangeCounts(
                tried, done, turns + other.turns, turnTrials + other.turnTrials, roundTrips + other.roundTrips);
    }

    /** [K-1] shares of accepted exchanges; NaN where none was tried. */
    double[] acceptance() {
        double[] acceptance = new double[attempts.length];
        Arrays.setAll(acceptance, i -> accepted[i] / (double) attempts[i]);
        return acceptance;
    }

    /** Share of accepted turns; NaN without turns. */
    double turnAcceptance() {
        return turnTrials == 0 ? Double.NaN : turns / (double) turnTrials;
    }
}
