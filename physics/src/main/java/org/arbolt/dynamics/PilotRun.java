package org.arbolt.dynamics;

import org.arbolt.Progress;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;

/** A few picoseconds at the coldest and the hottest temperature, from which a ladder between them is chosen. */
public final class PilotRun {
    private static final int LADDERS = 8;
    private static final int STEPS = 100; // between the moments at which energies are taken
    private static final int EQUILIBRATION = 40; // moments
    private static final int MOMENTS = 60;

    private PilotRun() {}

    /**
     * The shortest geometric ladder whose neighbours exchange with a wanted probability, for the heat capacity that the
     * pilot finds.
     *
     * @param start [F][A][3], nm, free of clashes
     * @param target acceptance wanted, in (0, 1)
     */
    public static Ladder ladder(
            Potential potential,
            Frames start,
            double coldestKelvin,
            double hottestKelvin,
            LangevinSettings dynamics,
            double target,
            Seed seed) {
        if (hottestKelvin <= coldestKelvin) {
            return Ladder.geometric(coldestKelvin, coldestKelvin, 1);
        }
        Ladder ends = Ladder.geometric(coldestKelvin, hottestKelvin, 2);
        ReplicaExchange run = ReplicaExchange.start(
                potential,
                start,
                new ReplicaExchangeConfig(
                        ends,
                        LADDERS,
                        dynamics,
                        new ReplicaExchangeConfig.Schedule(STEPS, 1, EQUILIBRATION, MOMENTS),
                        seed.child("pilot")));
        run.run(FrameRecorder.NONE, Progress.NONE);
        double rise = run.statistics().meanEnergy(1) - run.statistics().meanEnergy(0);
        double heatCapacity = rise / (hottestKelvin - coldestKelvin);
        return Ladder.forAcceptance(coldestKelvin, hottestKelvin, heatCapacity, target);
    }
}
