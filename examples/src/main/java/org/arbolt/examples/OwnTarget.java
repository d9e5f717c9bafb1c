package org.arbolt.examples;

import java.util.Arrays;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;
import org.arbolt.sampling.Target;

/**
 * A distribution of your own, of one particle: u = 2 (x² − 1)² + x/2 + (y² + z²)/2 in kT, whose well on the left is the
 * deeper one.
 */
public record OwnTarget() implements Target {
    @Override
    public int atoms() {
        return 1;
    }

    @Override
    public Evaluation evaluate(Frames frames) {
        Observable energy = (all, f) -> {
            double x = all.get(f, 0, 0);
            double y = all.get(f, 0, 1);
            double z = all.get(f, 0, 2);
            return 2 * (x * x - 1) * (x * x - 1) + x / 2 + (y * y + z * z) / 2;
        };
        Exclusion[] none = new Exclusion[frames.count()];
        Arrays.fill(none, Exclusion.NONE);
        return new Evaluation(energy.of(frames), energy.of(frames), none);
    }
}
