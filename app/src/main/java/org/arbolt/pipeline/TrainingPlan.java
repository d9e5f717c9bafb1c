package org.arbolt.pipeline;

import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.train.TrainConfig;

/**
 * How a model is trained, from nothing or from another one.
 *
 * @param data the dynamics that makes the training frames
 * @param coordinates the coordinate system the model is written in; null where {@code start} has one
 * @param network its size; null where {@code start} has one
 * @param optimisation how long and how fast
 * @param technique how the optimiser goes about it; null for the usual way
 * @param shuffleBuffer frames of shards that are shuffled at a time; null where all frames are in memory
 * @param start the model that training begins with; null for one of random weights
 */
public record TrainingPlan(
        DynamicsPlan data,
        CoordinateKind coordinates,
        NetworkSize network,
        Optimisation optimisation,
        Technique technique,
        Integer shuffleBuffer,
        RunConfig.ModelSource start) {
    private static final int LEAST_BUFFER = 20; // batches: 16 are sorted by length at a time

    /** The usual way, with all frames in memory. */
    public TrainingPlan(DynamicsPlan data, CoordinateKind coordinates, NetworkSize network, Optimisation optimisation) {
        this(data, coordinates, network, optimisation, null, null, null);
    }

    public TrainingPlan {
        if ((start == null) == (coordinates == null || network == null)) {
            throw new IllegalArgumentException("coordinates and network are either new or those of a model");
        }
        if (shuffleBuffer != null) {
            SettingBounds.between(
                    Math.max(256, LEAST_BUFFER * (long) optimisation.batch()),
                    100_000_000,
                    shuffleBuffer,
                    "frames of the shuffle buffer (" + LEAST_BUFFER + " batches or more)");
        }
    }

    /** The same on frames of other dynamics. */
    public TrainingPlan with(DynamicsPlan other) {
        return new TrainingPlan(other, coordinates, network, optimisation, technique, shuffleBuffer, start);
    }

    /** A shuffle buffer for batches of so many frames where nothing else is said. */
    public static int usualBuffer(int batch) {
        return Math.max(20_000, Math.multiplyExact(LEAST_BUFFER, batch));
    }

    /** The coordinate systems a model can be written in. */
    public enum CoordinateKind {
        INTERNAL,
        CARTESIAN
    }

    /**
     * @param steps optimiser steps, fixed so that a result does not depend on the speed of the machine
     * @param batch frames per step
     * @param learningRate peak of the one-cycle schedule
     * @param dispersion λ of the physics term λ Var[log q + u]; 0 for maximum likelihood alone
     * @param dispersionStart part of the steps before it counts
     */
    public record Optimisation(int steps, int batch, double learningRate, double dispersion, double dispersionStart) {
        public Optimisation {
            SettingBounds.between(1, 100_000_000, steps, "training steps");
            SettingBounds.between(1, 1 << 20, batch, "batch size");
            SettingBounds.between(0, 1e3, dispersion, "dispersion");
            SettingBounds.between(0, 1, dispersionStart, "dispersion start");
            if (!(learningRate > 0 && learningRate < 1)) {
                throw new BadInput("learning rate must lie between 0 and 1, was " + learningRate);
            }
        }
    }

    /**
     * @param optimiser what changes the parameters
     * @param smoothing part of every token's probability that training spreads evenly over all bins
     * @param accumulate parts of a batch that are worked on one after the other
     * @param dropout probability that a number inside the network is zero in a training step; null for none
     */
    public record Technique(TrainConfig.OptimiserKind optimiser, double smoothing, int accumulate, Double dropout) {
        /** AdamW, labels as they are, a batch at once. */
        public static final Technique USUAL = new Technique(TrainConfig.OptimiserKind.ADAMW, 0, 1, null);

        public Technique {
            SettingBounds.between(0, 0.99, smoothing, "label smoothing");
            SettingBounds.between(1, 1 << 20, accumulate, "parts of a batch");
            if (dropout != null) {
                SettingBounds.between(0, 0.99, dropout, "dropout");
            }
        }

        double dropoutOrNone() {
            return dropout == null ? 0 : dropout;
        }
    }

    /** How the optimiser goes about it, the usual way where nothing else is said. */
    Technique techniqueOrUsual() {
        return technique == null ? Technique.USUAL : technique;
    }
}
