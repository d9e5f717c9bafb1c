package org.arbolt.examples;

import java.util.Arrays;
import org.arbolt.Progress;
import org.arbolt.dynamics.FrameCollector;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.LangevinSettings;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.dynamics.ReplicaExchangeConfig;
import org.arbolt.dynamics.ReplicaExchangeConfig.Schedule;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.Estimate;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;

/** An energy of your own, and Langevin dynamics in it: two atoms joined by a spring. */
public final class OwnPotential {
    static final double STIFFNESS = 1000; // kJ/mol/nm²
    static final double LENGTH = 0.15; // nm

    private OwnPotential() {}

    /** U = ½ k (r − r₀)² of two carbon atoms. */
    static Potential spring() {
        return Potential.of(new double[] {12, 12}, (x, forces) -> {
            double r = Math.hypot(Math.hypot(x[0] - x[3], x[1] - x[4]), x[2] - x[5]);
            for (int axis = 0; forces != null && axis < 3; axis++) {
                double force = -STIFFNESS * (r - LENGTH) * (x[axis] - x[3 + axis]) / r;
                forces[axis] += force;
                forces[3 + axis] -= force;
            }
            return 0.5 * STIFFNESS * (r - LENGTH) * (r - LENGTH);
        });
    }

    /** Mean length of the spring at 300 K, nm, over molecules that are simulated side by side. */
    static Estimate length(int molecules, int framesOfEach) {
        Frames start = new Frames(2, new double[] {0, 0, 0, LENGTH, 0, 0});
        Schedule schedule = new Schedule(200, 1, 10, framesOfEach); // a frame every 200 fs, after 2 ps
        ReplicaExchangeConfig config = new ReplicaExchangeConfig(
                Ladder.geometric(300, 300, 1), molecules, LangevinSettings.MOLECULE, schedule, new Seed(1));
        FrameCollector frames = new FrameCollector(2, molecules);
        ReplicaExchange.start(spring(), start, config).run(frames, Progress.NONE);

        double[] means = new double[molecules]; // independent of one another, unlike the frames of one
        Observable length = Observable.distance(0, 1);
        Arrays.setAll(
                means, m -> Estimate.ofIndependent(length.of(frames.ladder(m))).value());
        return Estimate.ofIndependent(means);
    }

    /** Prints the mean length. */
    public static void main(String[] args) {
        System.out.println("length " + length(64, 500) + " nm");
    }
}
