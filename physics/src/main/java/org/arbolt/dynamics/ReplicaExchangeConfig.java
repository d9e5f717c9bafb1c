package org.arbolt.dynamics;

import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.math.Seed;

/**
 * A replica-exchange run: independent ladders of temperatures side by side, each with one replica per rung. A ladder
 * of one rung makes it plain Langevin dynamics of many replicas.
 *
 * @param ladder temperatures; frames are taken from the rungs of the coldest
 * @param firstLadder number of the first of them: what a ladder does depends on its number, not on those beside it
 * @param ladders number of independent ladders, D
 * @param dynamics time step and friction
 * @param schedule how long, how often
 * @param moves turns about bonds, that many trials for every replica before each exchange
 * @param seed seed of noise, starting velocities, turns and exchanges
 */
public record ReplicaExchangeConfig(
        Ladder ladder,
        int firstLadder,
        int ladders,
        LangevinSettings dynamics,
        Schedule schedule,
        TorsionMoves moves,
        Seed seed) {
    private static final int MOST_LADDERS = 100_000;
    private static final int MOST_REPLICAS = 1_000_000;

    /** Without turns about bonds. */
    public ReplicaExchangeConfig(Ladder ladder, int ladders, LangevinSettings dynamics, Schedule schedule, Seed seed) {
        this(ladder, 0, ladders, dynamics, schedule, TorsionMoves.NONE, seed);
    }

    /** All ladders from the first. */
    public ReplicaExchangeConfig(
            Ladder ladder, int ladders, LangevinSettings dynamics, Schedule schedule, TorsionMoves moves, Seed seed) {
        this(ladder, 0, ladders, dynamics, schedule, moves, seed);
    }

    /**
     * @param stepsBetweenExchanges time steps from one exchange to the next
     * @param exchangesBetweenFrames exchanges from one recorded frame of a rung to the next
     * @param equilibrationExchanges exchanges before recording and statistics begin
     * @param framesPerRung frames recorded from every cold rung of every ladder
     */
    public record Schedule(
            int stepsBetweenExchanges, int exchangesBetweenFrames, long equilibrationExchanges, long framesPerRung) {
        public Schedule {
            SettingBounds.atLeast(1, stepsBetweenExchanges, "steps between exchanges");
            SettingBounds.atLeast(1, exchangesBetweenFrames, "exchanges between frames");
            SettingBounds.atLeast(0, equilibrationExchanges, "exchanges of equilibration");
            requireFramesPerRung(framesPerRung);
        }

        /** @throws org.arbolt.BadSetting if there are none */
        public static void requireFramesPerRung(long framesPerRung) {
            SettingBounds.atLeast(1, framesPerRung, "frames per rung");
        }

        /** Exchanges in all. */
        public long exchanges() {
            return equilibrationExchanges + framesPerRung * exchangesBetweenFrames;
        }

        /** Whether a frame is recorded after so many exchanges. */
        boolean recordsAfter(long exchanges) {
            long recorded = exchanges - equilibrationExchanges;
            return recorded > 0 && recorded % exchangesBetweenFrames == 0;
        }
    }

    public ReplicaExchangeConfig {
        SettingBounds.atLeast(0, firstLadder, "number of the first ladder");
        requireReplicas(ladders, ladder.rungs());
        dynamics.requireThermostat();
    }

    /** @throws BadInput if so many ladders of so many rungs, all replicas counted, cannot be simulated */
    public static void requireReplicas(int ladders, int rungs) {
        SettingBounds.between(1, MOST_LADDERS, ladders, "ladders");
        if ((long) ladders * rungs > MOST_REPLICAS) {
            throw new BadInput(ladders + " ladders of " + rungs + " rungs are more than " + MOST_REPLICAS
                    + " replicas; use fewer ladders");
        }
    }

    /** Replicas in all, R = D·K. */
    public int replicas() {
        return ladders * ladder.rungs();
    }

    /** Number of the first replica among those of all ladders. */
    long firstReplica() {
        return (long) firstLadder * ladder.rungs();
    }

    /** Frames recorded in all. */
    public long frames() {
        return schedule.framesPerRung() * ladders * ladder.coldRungs();
    }

    /** Time from one recorded frame of a rung to the next, ps. */
    public double frameSpacingPs() {
        return dynamics.timeStepPs() * schedule.stepsBetweenExchanges() * schedule.exchangesBetweenFrames();
    }
}
