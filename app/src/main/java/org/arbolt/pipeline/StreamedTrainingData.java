package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.io.trajectory.PeptideShards;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;
import org.arbolt.train.StreamedExamples;

/**
 * Frames of peptides in shards, read as they are needed: at most three buffers' worth is in memory. Every twentieth
 * piece of the shards is kept out of training. Frames to learn from get their energies only where the physics term asks
 * for them.
 */
final class StreamedTrainingData implements TrainingData {
    private static final int PIECES = 16; // in a buffer, at least
    private static final int LEAST_PIECES = 64; // in all, where there are frames enough
    private static final int HELD_OUT_EVERY = 20;

    private final List<Topology> topologies;
    private final StreamedExamples.ReducedEnergies potential;
    private final boolean energies;
    private final int buffer;
    private final PeptideShards shards;
    private final int[] training; // pieces
    private final int[] heldOut;

    /**
     * @param paths the shards
     * @param topologies the peptides
     * @param potential u of frames of any of them, kT; thread safe
     * @param plan says whether energies are wanted in training, and how large the shuffle buffer is
     */
    StreamedTrainingData(
            List<Path> paths,
            List<Topology> topologies,
            StreamedExamples.ReducedEnergies potential,
            TrainingPlan plan) {
        this.topologies = topologies;
        this.potential = potential;
        energies = plan.settings().loss().physics().factor() > 0;
        buffer = Objects.requireNonNull(plan.shuffleBuffer(), "shards need a shuffle buffer");
        shards = PeptideShards.open(
                paths,
                topologies.stream().map(t -> PublishedData.peptide(paths, t)).toList());
        try {
            long frames = IntStream.range(0, topologies.size())
                    .mapToLong(shards::frames)
                    .sum();
            shards.cut((int) Math.min(buffer / PIECES, frames / LEAST_PIECES));
            int every = Math.min(HELD_OUT_EVERY, shards.pieces());
            if (every < 2) {
                throw new BadInput(paths.getFirst() + " and what is with it have " + frames
                        + " frames to train on, too few to hold some out; give more than 32");
            }
            training = IntStream.range(0, shards.pieces())
                    .filter(i -> i % every != every - 1)
                    .toArray();
            heldOut = IntStream.range(0, shards.pieces())
                    .filter(i -> i % every == every - 1)
                    .toArray();
        } catch (RuntimeException e) {
            shards.close();
            throw e;
        }
    }

    @Override
    public List<Topology> topologies() {
        return topologies;
    }

    @Override
    public FramePasses frames() {
        return each -> Arrays.stream(training)
                .forEach(piece -> StreamedExamples.ofEach(
                        shards.read(piece), (molecule, rows, frames) -> each.accept(molecule, frames)));
    }

    @Override
    public boolean streamed() {
        return true;
    }

    @Override
    public Examples training(List<Coordinates> coordinates) {
        return new StreamedExamples(shards, training, coordinates, energies ? potential : null, buffer);
    }

    @Override
    public Examples heldOut(List<Coordinates> coordinates) {
        return new StreamedExamples(shards, heldOut, coordinates, potential, buffer);
    }

    @Override
    public void close() {
        shards.close();
    }
}
