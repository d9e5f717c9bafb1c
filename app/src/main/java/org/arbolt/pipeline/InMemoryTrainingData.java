package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;

/**
 * Frames of peptides in memory. The last of each trajectory are kept out of training: they come from every ladder, late
 * in its time.
 *
 * @param peptides with their trajectories
 */
record InMemoryTrainingData(List<PeptideData> peptides) implements TrainingData {
    private static final double HELD_OUT_SHARE = 0.05;
    private static final int MOST_HELD_OUT = 2000; // of each
    private static final int LEAST_FRAMES = 100; // of fewer neither grids nor a held-out loss can be made

    InMemoryTrainingData {
        int frames = peptides.stream().mapToInt(p -> p.trajectory().count()).sum();
        if (frames < LEAST_FRAMES) {
            throw new BadInput("there are " + frames + " frames to train on, fewer than " + LEAST_FRAMES
                    + "; give more, e.g. from arbolt md");
        }
    }

    @Override
    public List<Topology> topologies() {
        return peptides.stream().map(PeptideData::topology).toList();
    }

    @Override
    public FramePasses frames() {
        return FramePasses.of(peptides.stream()
                .map(p -> p.trajectory().frames().slice(0, kept(p)))
                .toArray(Frames[]::new));
    }

    @Override
    public Examples training(List<Coordinates> coordinates) {
        return examples(coordinates, false);
    }

    @Override
    public Examples heldOut(List<Coordinates> coordinates) {
        return examples(coordinates, true);
    }

    private Examples examples(List<Coordinates> coordinates, boolean heldOut) {
        return Examples.joined(IntStream.range(0, peptides.size())
                .mapToObj(m -> {
                    PeptideData d = peptides.get(m);
                    int from = heldOut ? kept(d) : 0;
                    int to = heldOut ? d.trajectory().count() : kept(d);
                    return Examples.of(
                            coordinates.get(m),
                            d.trajectory().frames().slice(from, to),
                            Arrays.copyOfRange(d.reducedEnergy(), from, to));
                })
                .toList());
    }

    private static int kept(PeptideData data) {
        int frames = data.trajectory().count();
        return frames - (int) Math.clamp(frames * HELD_OUT_SHARE, 1, MOST_HELD_OUT);
    }

    @Override
    public void close() {}
}
