package org.arbolt.pipeline;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;

/**
 * Frames of peptides that are all in memory.
 *
 * @param learned frames to learn from, of each peptide
 * @param judging frames of the same peptides that are kept out of training
 */
record InMemoryTrainingData(List<PeptideData> learned, List<PeptideData> judging) implements TrainingData {
    private static final double HELD_OUT_SHARE = 0.05;
    private static final int LEAST_FRAMES = 100; // of fewer neither grids nor a held-out loss can be made

    /**
     * Keeps the last twentieth of each peptide's frames out of training.
     *
     * @throws BadInput if there are too few frames for that
     */
    static InMemoryTrainingData split(List<PeptideData> peptides) {
        int frames = peptides.stream().mapToInt(p -> p.trajectory().count()).sum();
        if (frames < LEAST_FRAMES) {
            throw new BadInput("there are " + frames + " frames to train on, fewer than " + LEAST_FRAMES
                    + "; give more, e.g. from arbolt md");
        }
        return new InMemoryTrainingData(
                each(peptides, p -> p.part(0, kept(p))),
                each(peptides, p -> p.part(kept(p), p.trajectory().count())));
    }

    private static int kept(PeptideData data) {
        int frames = data.trajectory().count();
        return frames - (int) Math.clamp(frames * HELD_OUT_SHARE, 1, ModelTraining.MOST_HELD_OUT);
    }

    private static List<PeptideData> each(List<PeptideData> peptides, UnaryOperator<PeptideData> change) {
        return peptides.stream().map(change).toList();
    }

    @Override
    public List<Topology> topologies() {
        return learned.stream().map(PeptideData::topology).toList();
    }

    @Override
    public FramePasses frames() {
        return FramePasses.of(learned.stream().map(p -> p.trajectory().frames()).toArray(Frames[]::new));
    }

    @Override
    public boolean streamed() {
        return false;
    }

    @Override
    public Examples training(List<Coordinates> coordinates) {
        return examples(learned, coordinates);
    }

    @Override
    public Examples heldOut(List<Coordinates> coordinates) {
        return examples(judging, coordinates);
    }

    private static Examples examples(List<PeptideData> peptides, List<Coordinates> coordinates) {
        return Examples.joined(IntStream.range(0, peptides.size())
                .mapToObj(m -> Examples.of(
                        coordinates.get(m),
                        peptides.get(m).trajectory().frames(),
                        peptides.get(m).reducedEnergy()))
                .toList());
    }

    @Override
    public void close() {}
}
