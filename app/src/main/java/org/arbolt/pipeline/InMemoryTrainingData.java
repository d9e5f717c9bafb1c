package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.dynamics.Trajectory;
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
    private static final int ENOUGH_LADDERS = 8; // of which to do without one
    private static final int LEAST_FRAMES = 100; // of fewer neither grids nor a held-out loss can be made

    /**
     * Keeps a twentieth of each peptide's ladders out of training, at least one: their frames are independent of the
     * others, so a network that learns its frames by heart is found out. Of fewer than eight ladders the last twentieth
     * of the frames is kept out.
     *
     * @throws BadInput if there are too few frames for that
     */
    static InMemoryTrainingData split(List<PeptideData> peptides) {
        int frames = peptides.stream().mapToInt(p -> p.trajectory().count()).sum();
        if (frames < LEAST_FRAMES) {
            throw new BadInput("there are " + frames + " frames to train on, fewer than " + LEAST_FRAMES
                    + "; give more, e.g. from arbolt md");
        }
        return new InMemoryTrainingData(each(peptides, p -> part(p, false)), each(peptides, p -> part(p, true)));
    }

    private static PeptideData part(PeptideData data, boolean heldOut) {
        Trajectory all = data.trajectory();
        int[][] ladders = all.byLadder();
        if (ladders.length < ENOUGH_LADDERS) {
            int kept = all.count() - (int) Math.clamp(all.count() * HELD_OUT_SHARE, 1, ModelTraining.MOST_HELD_OUT);
            return heldOut ? data.part(kept, all.count()) : data.part(0, kept);
        }
        int kept = ladders.length - Math.max(1, (int) (ladders.length * HELD_OUT_SHARE));
        int[][] chosen =
                heldOut ? Arrays.copyOfRange(ladders, kept, ladders.length) : Arrays.copyOfRange(ladders, 0, kept);
        return data.select(
                Arrays.stream(chosen).flatMapToInt(Arrays::stream).sorted().toArray());
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
