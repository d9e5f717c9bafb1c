package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.molecule.Frames;

/** Keeps the frames of a run in memory, in single precision, each ladder's apart. */
public final class FrameCollector implements FrameRecorder {
    private final int atoms;
    private final List<List<float[]>> byLadder = new ArrayList<>(); // [ladder][frame] of [A][3], nm

    public FrameCollector(int atoms, int ladders) {
        this.atoms = atoms;
        for (int i = 0; i < ladders; i++) {
            byLadder.add(new ArrayList<>());
        }
    }

    @Override
    public void record(Frame frame) {
        float[] single = new float[frame.xyz().length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) frame.xyz()[i];
        }
        byLadder.get(frame.ladder()).add(single);
    }

    /** Frames of all ladders together. */
    public int count() {
        return byLadder.stream().mapToInt(List::size).sum();
    }

    /** Frames of one ladder in the order of time; frames of one moment in the order of rungs. */
    public Frames ladder(int ladder) {
        return join(byLadder.get(ladder));
    }

    /** All frames in the order of time; those of one moment by rung, then by ladder. */
    public Frames all() {
        List<float[]> all = new ArrayList<>();
        int longest = byLadder.stream().mapToInt(List::size).max().orElse(0);
        for (int time = 0; time < longest; time++) {
            for (List<float[]> ladder : byLadder) {
                if (time < ladder.size()) {
                    all.add(ladder.get(time));
                }
            }
        }
        return join(all);
    }

    private Frames join(List<float[]> parts) {
        Frames out = Frames.allocate(parts.size(), atoms);
        int at = 0;
        for (float[] part : parts) {
            for (float value : part) {
                out.xyz()[at++] = value;
            }
        }
        return out;
    }
}
