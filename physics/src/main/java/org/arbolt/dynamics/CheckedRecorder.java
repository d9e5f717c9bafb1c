package org.arbolt.dynamics;

import java.util.function.Predicate;

/**
 * Passes frames on and counts those that break a law of the molecule, above all the handedness of its stereocentres,
 * which the energy does not protect and heat can in principle turn over. Frames are passed on as they are.
 */
public final class CheckedRecorder implements FrameRecorder {
    private final FrameRecorder next;
    private final Predicate<double[]> law;
    private long frames;
    private long violations;

    /**
     * @param next who gets the frames
     * @param law whether a frame [A][3], nm, is as it must be
     */
    public CheckedRecorder(FrameRecorder next, Predicate<double[]> law) {
        this.next = next;
        this.law = law;
    }

    @Override
    public void record(Frame frame) {
        frames++;
        if (!law.test(frame.xyz())) {
            violations++;
        }
        next.record(frame);
    }

    /** Frames seen so far. */
    public long frames() {
        return frames;
    }

    /** Frames seen so far that break the law. */
    public long violations() {
        return violations;
    }
}
