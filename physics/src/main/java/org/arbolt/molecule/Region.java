package org.arbolt.molecule;

/** A part of the space of conformations, e.g. a basin of the Ramachandran plane. */
@FunctionalInterface
public interface Region {

    /**
     * Whether a conformation lies in it.
     *
     * @param frames [F][A][3], nm
     * @param frame which of them, from 0
     */
    boolean contains(Frames frames, int frame);

    /** Where an observable is at least {@code low} and less than {@code high}, both in its unit. */
    static Region between(Observable observable, double low, double high) {
        return (frames, f) -> {
            double value = observable.of(frames, f);
            return value >= low && value < high;
        };
    }

    /** What lies in both. */
    default Region and(Region other) {
        return (frames, f) -> contains(frames, f) && other.contains(frames, f);
    }

    /** What lies outside. */
    default Region not() {
        return (frames, f) -> !contains(frames, f);
    }

    /** 1 inside, 0 outside: its mean is the region's population. */
    default Observable indicator() {
        return (frames, f) -> contains(frames, f) ? 1 : 0;
    }
}
