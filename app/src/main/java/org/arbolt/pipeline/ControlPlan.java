package org.arbolt.pipeline;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.run.SourceFile;

/**
 * What a user asks of the conformations of an ensemble, as it was written (docs/control.md). It changes the ensemble,
 * whether a model draws it or dynamics.
 *
 * @param fix selection of atoms that are held; null for none
 * @param like structure whose geometry they keep; null for that of {@code topology.pdb}
 * @param restrict windows, e.g. {@code phi(2) in -100..-40}; null for none
 * @param restrain biases, e.g. {@code distance(CA 1, CA 5) = 0.5 +- 0.05}; null for none
 */
public record ControlPlan(String fix, SourceFile like, List<String> restrict, List<String> restrain) {
    /** Nothing asked. */
    public static final ControlPlan NONE = new ControlPlan(null, null, null, null);

    public ControlPlan {
        if (like != null && fix == null) {
            throw new BadInput("--like names the geometry that --fix keeps; give --fix too, or leave it out");
        }
        restrict = restrict == null || restrict.isEmpty() ? null : List.copyOf(restrict);
        restrain = restrain == null || restrain.isEmpty() ? null : List.copyOf(restrain);
    }

    /** Null where nothing is asked. */
    public ControlPlan orNull() {
        return equals(NONE) ? null : this;
    }
}
