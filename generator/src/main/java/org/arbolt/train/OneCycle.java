package org.arbolt.train;

/**
 * Learning rate over a run: up from a 25th of the peak in the first part, then down to a 250,000th of it, both along
 * half a cosine (Smith, Topin 2019, in the form of PyTorch's {@code OneCycleLR}).
 *
 * @param peak highest learning rate
 * @param steps number of steps of the run
 * @param warmUp part of the steps in which the rate rises, [0, 1)
 */
public record OneCycle(double peak, long steps, double warmUp) {
    private static final double START = 1 / 25.0;
    private static final double END = START * 1e-4;

    public OneCycle {
        if (!(peak > 0) || steps < 1 || !(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("one-cycle schedule needs peak > 0, steps >= 1, warm-up in [0, 1), had "
                    + peak + ", " + steps + ", " + warmUp);
        }
    }

    /** Learning rate of a step, counted from 0. */
    public double at(long step) {
        double top = Math.max(0, warmUp * steps - 1);
        return step < top
                ? between(START * peak, peak, step / top)
                : between(peak, END * peak, Math.min(1, (step - top) / Math.max(1, steps - 1 - top)));
    }

    private static double between(double from, double to, double part) {
        return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
    }
}
