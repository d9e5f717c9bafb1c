package org.arbolt.dynamics;

/**
 * How replicas moved between temperatures, after equilibration.
 *
 * @param temperaturesKelvin [K] of the rungs, K, the cold ones first
 * @param acceptance [K-1] share of accepted exchanges between a rung and the next; NaN between equal temperatures
 * @param turnAcceptance share of accepted turns about bonds of the backbone at the coldest temperature; NaN
 *     without turns
 * @param roundTrips journeys from the coldest temperature to the hottest and back, all replicas together
 * @param coldRungs rungs of a ladder that gave frames
 * @param spacingPs time from one frame of a rung to the next, ps
 */
public record ExchangeRecord(
        double[] temperaturesKelvin,
        double[] acceptance,
        double turnAcceptance,
        long roundTrips,
        int coldRungs,
        double spacingPs) {
    public static ExchangeRecord of(ReplicaExchangeConfig config, ExchangeStatistics statistics) {
        return of(config.ladder(), config.frameSpacingPs(), statistics.counts(config.moves()));
    }

    /** Of ladders that were run apart. @param counts of all of them */
    public static ExchangeRecord of(Ladder ladder, double spacingPs, ExchangeCounts counts) {
        return new ExchangeRecord(
                ladder.temperaturesKelvin(),
                counts.acceptance(),
                counts.turnAcceptance(),
                counts.roundTrips(),
                ladder.coldRungs(),
                spacingPs);
    }
}
