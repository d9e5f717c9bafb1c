package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.BitSet;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.RestrainedPotential;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.LocalMoves;
import org.arbolt.sampling.Target;
import org.arbolt.units.Units;

/** What moves by forces need of a run: its energy with restraints, and where conformations have a weight. */
final class MoveTarget {
    private MoveTarget() {}

    /** U of the molecule and its restraints, at a run's temperature. */
    static Potential biased(RunContext bench) {
        if (bench.controls().held() != null) {
            throw new BadInput(
                    "moves by forces move every atom, and here some are at rest (--fix); take samples that were drawn "
                            + "without it");
        }
        return bench.controls().restraints().isEmpty()
                ? bench.exact()
                : RestrainedPotential.of(
                        bench.exact(),
                        bench.controls().restraints(),
                        Units.thermalEnergy(bench.system().temperatureKelvin()),
                        new BitSet());
    }

    /** Which conformations have a weight: of the right chirality, within windows. */
    static LocalMoves.Support support(RunContext bench, double centroidDeviation) {
        return (frames, energy) -> {
            Target.Exclusion[] why =
                    bench.evaluate(centroidDeviation, frames, energy).exclusion();
            boolean[] holds = new boolean[why.length];
            for (int i = 0; i < holds.length; i++) {
                holds[i] = why[i] == Target.Exclusion.NONE;
            }
            return holds;
        };
    }

    /** As files hold them. */
    static Frames rounded(Frames frames) {
        return new Frames(
                frames.atoms(), Arrays.stream(frames.xyz()).map(x -> (float) x).toArray());
    }
}
