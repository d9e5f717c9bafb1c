package org.arbolt.tensor;

/** Whether operators of this thread are recorded for differentiation, until closed; then it is as it was before. */
public final class GradientMode implements AutoCloseable {
    private final boolean before = LibTorch.recordsGradients();

    private GradientMode(boolean enabled) {
        LibTorch.recordGradients(enabled);
    }

    /** Operators are recorded. */
    public static GradientMode recording() {
        return new GradientMode(true);
    }

    /** Operators are not recorded: sampling, evaluation, updates of parameters. */
    public static GradientMode off() {
        return new GradientMode(false);
    }

    @Override
    public void close() {
        LibTorch.recordGradients(before);
    }
}
