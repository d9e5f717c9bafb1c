package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.dynamics.ExchangeStatistics;
import org.arbolt.dynamics.ReplicaExchangeConfig;
import org.arbolt.io.numpy.NpyArray;

/**
 * How replicas moved between temperatures, after equilibration; kept in the file of the trajectory.
 *
 * @param temperaturesKelvin [K] of the rungs, K, the cold ones first
 * @param acceptance [K-1] share of accepted exchanges between a rung and the next; NaN between equal temperatures
 * @param turnAcceptance share of accepted turns about bonds at the coldest temperature; NaN without turns
 * @param roundTrips journeys from the coldest temperature to the hottest and back, all replicas together
 * @param coldRungs rungs of a ladder that gave frames
 * @param spacingPs time from one frame of a rung to the next, ps
 */
record ExchangeRecord(
        double[] temperaturesKelvin,
        double[] acceptance,
        double turnAcceptance,
        long roundTrips,
        int coldRungs,
        double spacingPs) {
    private static final String[] NAMES = {
        "temperatures", "acceptance", "turn_acceptance", "round_trips", "cold_rungs", "spacing_ps"
    };

    static ExchangeRecord of(ReplicaExchangeConfig config, ExchangeStatistics statistics) {
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

    /** Adds the record to the arrays of a trajectory. */
    void addTo(Map<String, NpyArray> arrays) {
        arrays.put("temperatures", NpyArray.of(temperaturesKelvin));
        arrays.put("acceptance", NpyArray.of(acceptance));
        arrays.put("turn_acceptance", NpyArray.of(new double[] {turnAcceptance}));
        arrays.put("round_trips", NpyArray.of(new long[] {roundTrips}));
        arrays.put("cold_rungs", NpyArray.of(new long[] {coldRungs}));
        arrays.put("spacing_ps", NpyArray.of(new double[] {spacingPs}));
    }

    /** @throws BadInput if the arrays hold no such record */
    static ExchangeRecord of(Path file, Map<String, NpyArray> arrays) {
        for (String name : NAMES) {
            if (!arrays.containsKey(name)) {
                throw new BadInput(
                        file + " has no array " + name + "; it is of an older version, delete it and run again");
            }
        }
        try {
            return new ExchangeRecord(
                    arrays.get("temperatures").toDoubles(),
                    arrays.get("acceptance").toDoubles(),
                    arrays.get("turn_acceptance").toDoubles()[0],
                    arrays.get("round_trips").toLongs()[0],
                    Math.toIntExact(arrays.get("cold_rungs").toLongs()[0]),
                    arrays.get("spacing_ps").toDoubles()[0]);
        } catch (IllegalStateException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            throw new BadInput(file + ": the record of exchanges is damaged; delete the file and run again", e);
        }
    }
}
