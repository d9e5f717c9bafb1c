package org.arbolt.dynamics;

/**
 * How replicas moved between temperatures, after equilibration.
 *
 * @param temperaturesKelvin [K] of the rungs, K, the cold ones first
 * @param acceptance [K-1] share of accepted exchanges between a rung and the next; NaN between equal temperatures
 * @param turnAcceptance share of accepted turns about bonds at the coldest temperature; NaN without turns
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
        double[] temperatures = config.ladder().temperaturesKelvin();
        double[] acceptance = new double[temperatures.length - 1];
        for (int i = 0; i < acceptance.length; i++) {
            acceptance[i] = statistics.acceptance(i);
        }
        double turns = config.moves().count() == 0 ? Double.NaN : statistics.turnAcceptance(0);
        return new ExchangeRecord(
                temperatures,
                acceptance,
                turns,
                statistics.roundTrips(),
                config.ladder().coldRungs(),
                config.frameSpacingPs());
    }
}
