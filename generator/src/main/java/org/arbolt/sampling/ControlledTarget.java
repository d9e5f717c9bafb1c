package org.arbolt.sampling;

import java.util.List;
import org.arbolt.molecule.Frames;

/**
 * A target times the weights of controls: exp(−u) Π_c w_c (docs/method.md, "Control"). Where one of them excludes a
 * conformation its weight is zero.
 *
 * @param inner what is controlled
 * @param controls biases and windows
 */
public record ControlledTarget(Target inner, List<Control> controls) implements Target {
    public ControlledTarget {
        controls = List.copyOf(controls);
    }

    @Override
    public int atoms() {
        return inner.atoms();
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
            for (int c = 0; c < controls.size() && exclusion[f] == Exclusion.NONE; c++) {
                double logWeight = controls.get(c).logWeight(frames.xyz(), 3 * f * frames.atoms());
                reduced[f] -= logWeight;
                exclusion[f] = logWeight > Double.NEGATIVE_INFINITY ? Exclusion.NONE : Exclusion.OUTSIDE_WINDOW;
            }
        }
        return new Evaluation(reduced, said.energy(), exclusion);
    }
}
