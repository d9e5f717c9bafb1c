package org.arbolt.pipeline;

import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.run.LargeFiles;
import org.arbolt.run.SourceFile;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;

/**
 * How a model is trained, from nothing or from another one.
 *
 * @param data the dynamics that makes the training frames; null where they are given
 * @param coordinates the coordinate system the model is written in; null where {@code start} has one
 * @param network its size; null where {@code start} has one
 * @param settings of the training; its seed comes from that of the run
 * @param shuffleBuffer frames of shards that are shuffled at a time; null where all frames are in memory
 * @param start the model that training begins with; null for one of random weights
 * @param givenFrames the frames it learns from; null where dynamics makes them, and in runs begun before this was kept
 * @param first selection of atoms that internal coordinates begin with, so that they can be held; null for the start of
 *     the chain
 */
public record TrainingPlan(
        DynamicsPlan data,
        CoordinateKind coordinates,
        NetworkSize network,
        TrainConfig settings,
        Integer shuffleBuffer,
        StartModel start,
        LargeFiles givenFrames,
        String first) {
    /**
     * A trained model that training begins with.
     *
     * @param file where it lies
     * @param sha256 of that file, so that a run is not continued from another model
     * @param refit whether its network goes on in coordinates that are fitted to the frames anew
     */
    public record StartModel(String file, String sha256, boolean refit) {
        /** In the coordinates of the model. */
        public StartModel(String file, String sha256) {
            this(file, sha256, false);
        }

        /** @throws BadInput if the file is not the one that the run began with */
        void requireUnchanged() {
            new SourceFile(file, sha256).requireUnchanged();
        }

        /** In coordinates fitted anew. */
        public StartModel refitted() {
            return new StartModel(file, sha256, true);
        }
    }

    private static final int LEAST_BUFFER = 20; // batches: 16 are sorted by length at a time

    /** From nothing, with all frames in memory. */
    public TrainingPlan(DynamicsPlan data, CoordinateKind coordinates, NetworkSize network, TrainConfig settings) {
        this(data, coordinates, network, settings, null, null);
    }

    /** Before it is known which frames are given. */
    public TrainingPlan(
            DynamicsPlan data,
            CoordinateKind coordinates,
            NetworkSize network,
            TrainConfig settings,
            Integer shuffleBuffer,
            StartModel start) {
        this(data, coordinates, network, settings, shuffleBuffer, start, null, null);
    }

    public TrainingPlan {
        if ((start == null) == (coordinates == null || network == null)) {
            throw new IllegalArgumentException("coordinates and network are either new or those of a model");
        }
        if (first != null && coordinates != CoordinateKind.INTERNAL) {
            throw new BadInput(
                    "only a new model of all internal coordinates begins with atoms of choice; give --coordinates "
                            + "internal, or leave out --first");
        }
        if (shuffleBuffer != null) {
            SettingBounds.between(
                    Math.max(256, LEAST_BUFFER * (long) settings.batches().examples()),
                    100_000_000,
                    shuffleBuffer,
                    "frames of the shuffle buffer (" + LEAST_BUFFER + " batches or more)");
        }
    }

    /** The same on frames of other dynamics. */
    public TrainingPlan with(DynamicsPlan other) {
        return new TrainingPlan(other, coordinates, network, settings, shuffleBuffer, start, givenFrames, first);
    }

    /** The same, beginning with a trained model of any coordinates, and learning at another rate. */
    TrainingPlan from(StartModel model, double learningRate) {
        TrainConfig.Loss loss = settings.loss();
        TrainConfig known = settings.with(settings.schedule().withLearningRate(learningRate))
                .with(new TrainConfig.Loss(LogVarianceLoss.BY_NOISE, loss.smoothing(), loss.dropout()));
        return new TrainingPlan(data, null, null, known, shuffleBuffer, model, givenFrames, null);
    }

    /** The same with coordinates that begin with some atoms. @param selection null for the start of the chain */
    public TrainingPlan beginningWith(String selection) {
        return new TrainingPlan(data, coordinates, network, settings, shuffleBuffer, start, givenFrames, selection);
    }

    /** The same in another time. */
    TrainingPlan lasting(double minutes) {
        TrainConfig.Schedule schedule =
                TrainConfig.Schedule.ofMinutes(minutes, settings.schedule().learningRate());
        return new TrainingPlan(
                data, coordinates, network, settings.with(schedule), shuffleBuffer, start, givenFrames, first);
    }

    /** The same with a number of steps. */
    TrainingPlan withSteps(long steps) {
        TrainConfig known = settings.with(settings.schedule().withSteps(steps));
        return new TrainingPlan(data, coordinates, network, known, shuffleBuffer, start, givenFrames, first);
    }

    /** The same on frames that are given. */
    TrainingPlan on(LargeFiles frames) {
        return new TrainingPlan(data, coordinates, network, settings, shuffleBuffer, start, frames, first);
    }

    /** A shuffle buffer for batches of so many frames where nothing else is said. */
    public static int usualBuffer(int batch) {
        return Math.max(20_000, Math.multiplyExact(LEAST_BUFFER, batch));
    }

    /** The coordinate systems a model can be written in. */
    public enum CoordinateKind {
        /** Soft torsions; the energy tells the stiff coordinates. */
        TORSIONS,
        /** All internal coordinates, as control needs them. */
        INTERNAL,
        CARTESIAN
    }
}
