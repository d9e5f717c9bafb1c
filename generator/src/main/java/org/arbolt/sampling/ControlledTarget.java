package org.arbolt.sampling;

import java.util.BitSet;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;

/**
 * A target times the weight of a control: exp(−u) w (docs/method.md, "Control"). Where it excludes a conformation the
 * weight is zero.
 *
 * @param inner what is controlled
 * @param control biases and windows
 */
public record ControlledTarget(Target inner, Control control) implements Target {

    @Override
    public int atoms() {
        return inner.atoms();
    }

    @Override
    public Target part(BitSet atoms) {
        Target part = inner.part(atoms);
        return part == null ? null : new ControlledTarget(part, control.part(atoms));
    }

    @Override
    public Evaluation evaluate(Frames frames) {
        return controlled(frames, inner.evaluate(frames));
    }

    /** What becomes of the inner target's answer. */
    public Evaluation controlled(Frames frames, Evaluation said) {
        double[] reduced = said.reducedEnergy().clone();
        Exclusion[] exclusion = said.exclusion().clone();
        for (int f = 0; f < reduced.length; f++) {
            if (exclusion[f] == Exclusion.NONE) {
                double logWeight = control.logWeight(frames.xyz(), 3 * f * frames.atoms());
                reduced[f] -= logWeight;
                exclusion[f] = logWeight > Double.NEGATIVE_INFINITY ? Exclusion.NONE : Exclusion.OUTSIDE_WINDOW;
            }
        }
        return new Evaluation(reduced, said.energy(), exclusion);
    }
}
