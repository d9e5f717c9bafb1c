package org.arbolt.examples;

import org.arbolt.Progress;
import org.arbolt.dynamics.FrameCollector;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.LangevinSettings;
import org.arbolt.dynamics.Minimiser;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.dynamics.ReplicaExchangeConfig;
import org.arbolt.dynamics.ReplicaExchangeConfig.Schedule;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;

/** Frames of a peptide at 300 K by replica exchange: {@code PeptideDynamics AAA}. */
public final class PeptideDynamics {
    private PeptideDynamics() {}

    /**
     * @param name e.g. {@code AAA}
     * @param ladders how many to run side by side, independent of one another
     * @param framesOfEach frames of each, 1 ps apart
     * @return [F][A][3], nm
     */
    static Frames frames(String name, int ladders, int framesOfEach) {
        Molecule peptide = Peptide.of(name);
        Potential potential = ForceField.AMBER99SB_ILDN_OBC.potential(peptide.topology());
        Frames start = Minimiser.minimise(potential, peptide.frames(), 10, 5000).frames();
        Ladder temperatures = Ladder.geometric(300, 600, 4);
        Schedule schedule = new Schedule(100, 10, 100, framesOfEach); // exchanges every 0.1 ps, frames every 1 ps
        ReplicaExchangeConfig config =
                new ReplicaExchangeConfig(temperatures, ladders, LangevinSettings.MOLECULE, schedule, new Seed(1));
        FrameCollector frames = new FrameCollector(peptide.topology().atomCount(), ladders);
        ReplicaExchange.start(potential, start, config).run(frames, Progress.NONE);
        return frames.all();
    }

    /** Prints how many frames there are. */
    public static void main(String[] args) {
        System.out.println(frames(args[0], 8, 100).count() + " frames at 300 K");
    }
}
