package org.arbolt.dynamics;

import java.nio.ByteBuffer;

/** What replica exchange did after equilibration, over all ladders together. */
public final class ExchangeStatistics {
    private static final byte UNKNOWN = 0;
    private static final byte FROM_COLDEST = 1;
    private static final byte FROM_HOTTEST = 2;

    private final int rungs;
    private final int coldRungs;
    private final long[] attempts; // [K-1]
    private final long[] accepted; // [K-1]
    private final long[] turns; // [K], accepted turns of the backbone
    private final long[] energyCount; // [K]
    private final double[] energyMean; // [K], kJ/mol
    private final double[] energySquares; // [K], sum of squared deviations, (kJ/mol)²
    private final byte[] cameFrom; // [R], which end of its ladder a replica saw last
    private long roundTrips;

    ExchangeStatistics(Ladder ladder, int replicas) {
        rungs = ladder.rungs();
        coldRungs = ladder.coldRungs();
        attempts = new long[rungs - 1];
        accepted = new long[rungs - 1];
        turns = new long[rungs];
        energyCount = new long[rungs];
        energyMean = new double[rungs];
        energySquares = new double[rungs];
        cameFrom = new byte[replicas];
    }

    void attempt(int lowerRung, boolean success) {
        attempts[lowerRung]++;
        if (success) {
            accepted[lowerRung]++;
        }
    }

    void turn(int rung, int successes) {
        turns[rung] += successes;
    }

    void energy(int rung, double energy) {
        energyCount[rung]++;
        double off = energy - energyMean[rung];
        energyMean[rung] += off / energyCount[rung];
        energySquares[rung] += off * (energy - energyMean[rung]);
    }

    void visit(int replica, int rung) {
        if (rung == rungs - 1) {
            cameFrom[replica] = cameFrom[replica] == UNKNOWN ? UNKNOWN : FROM_HOTTEST;
        }
        if (rung < coldRungs) {
            roundTrips += cameFrom[replica] == FROM_HOTTEST ? 1 : 0;
            cameFrom[replica] = FROM_COLDEST;
        }
    }

    /** Share of accepted exchanges between a rung and the next one up; NaN between equal temperatures. */
    public double acceptance(int lowerRung) {
        return accepted[lowerRung] / (double) attempts[lowerRung];
    }

    /** Share of accepted exchanges over all pairs; NaN before the first attempt and for a single temperature. */
    public double acceptance() {
        long tried = 0;
        long done = 0;
        for (int i = 0; i < attempts.length; i++) {
            tried += attempts[i];
            done += accepted[i];
        }
        return done / (double) tried;
    }

    /** Journeys of replicas from the coldest temperature to the hottest and back; zero for a single one. */
    public long roundTrips() {
        return rungs == coldRungs ? 0 : roundTrips;
    }

    /** Mean potential energy at a rung, kJ/mol. */
    public double meanEnergy(int rung) {
        return energyMean[rung];
    }

    /** Standard deviation of the potential energy at a rung, kJ/mol. */
    double energyDeviation(int rung) {
        return Math.sqrt(energySquares[rung] / (energyCount[rung] - 1));
    }

    /** What can be added up over runs of other ladders. @param moves that were tried */
    public ExchangeCounts counts(TorsionMoves moves) {
        long trials = moves.trials(TorsionMoves.Bonds.BACKBONE) * energyCount[0];
        return new ExchangeCounts(attempts.clone(), accepted.clone(), trials > 0 ? turns[0] : 0, trials, roundTrips());
    }

    static int bytes(int rungs, int replicas) {
        return 8 * (2 * (rungs - 1) + 4 * rungs) + replicas + 8;
    }

    void write(ByteBuffer out) {
        for (int i = 0; i < rungs - 1; i++) {
            out.putLong(attempts[i]).putLong(accepted[i]);
        }
        for (int i = 0; i < rungs; i++) {
            out.putLong(turns[i])
                    .putLong(energyCount[i])
                    .putDouble(energyMean[i])
                    .putDouble(energySquares[i]);
        }
        out.put(cameFrom).putLong(roundTrips);
    }

    void read(ByteBuffer in) {
        for (int i = 0; i < rungs - 1; i++) {
            attempts[i] = in.getLong();
            accepted[i] = in.getLong();
        }
        for (int i = 0; i < rungs; i++) {
            turns[i] = in.getLong();
            energyCount[i] = in.getLong();
            energyMean[i] = in.getDouble();
            energySquares[i] = in.getDouble();
        }
        in.get(cameFrom);
        roundTrips = in.getLong();
    }
}
