package org.arbolt.dynamics;

/** Takes the frames of a run as they come. */
@FunctionalInterface
public interface FrameRecorder {
    /** Keeps nothing. */
    FrameRecorder NONE = frame -> {};

    /**
     * A frame of a cold rung.
     *
     * @param ladder which of the independent ladders it is from
     * @param rung which of its cold rungs, from 0; replicas pass from one to another
     * @param walker which replica of the ladder it is of, from 0: its frames, whatever the rung, are one molecule's in
     *     time
     * @param step time step at which it was taken
     * @param xyz [A][3] flattened, nm; a copy that the recorder may keep
     * @param energy potential energy, kJ/mol
     */
    record Frame(int ladder, int rung, int walker, long step, double[] xyz, double energy) {}

    /** Takes a frame. */
    void record(Frame frame);
}
