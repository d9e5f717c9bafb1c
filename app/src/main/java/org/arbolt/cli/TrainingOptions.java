package org.arbolt.cli;

import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import picocli.CommandLine.Option;

/** How a network is trained: what of a {@link TrainConfig} is asked for by options. */
final class TrainingOptions {
    @Option(names = "--steps", paramLabel = "N", description = "optimiser steps, 1 to 100000000")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "frames per step, 1 to 1048576")
    private Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "peak of the one-cycle schedule, above 0 and less than 1")
    private Double learningRate;

    @Option(
            names = "--optimiser",
            paramLabel = "adamw|muon",
            description = "adamw, or muon for matrices with adamw for the rest")
    private TrainConfig.OptimiserKind optimiser;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "part of every token's probability that training spreads evenly over all bins, less than 1")
    private Double smoothing;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "probability that a number inside the network is zero in a training step, less than 1")
    private Double dropout;

    @Option(
            names = "--accumulate",
            paramLabel = "PARTS",
            description = "work on a batch in so many parts, which need less memory")
    private Integer accumulate;

    @Option(
            names = "--dispersion",
            paramLabel = "FACTOR",
            description = "weight of the physics term Var[log q + u], 0 to 1000; 1: as much as its noise warrants, "
                    + "0: maximum likelihood alone")
    private Double dispersion;

    /** Tells in the help of a command what is taken where an option is not given. */
    static OptionDefaults<TrainConfig> tell(OptionDefaults<TrainConfig> defaults) {
        return defaults.option("--steps", c -> c.schedule().steps())
                .option("--batch", c -> c.batches().examples())
                .option("--learning-rate", c -> c.schedule().learningRate())
                .option("--optimiser", c -> c.optimisation().kind())
                .option("--label-smoothing", c -> c.loss().smoothing())
                .option("--dropout", c -> c.loss().dropout())
                .option("--accumulate", c -> c.batches().accumulate())
                .option("--dispersion", c -> c.loss().physics().factor());
    }

    /** Whether the number of steps is asked for. */
    boolean givesSteps() {
        return steps != null;
    }

    /** The settings asked for, with what is not said taken from the usual ones. */
    TrainConfig over(TrainConfig usual) {
        LogVarianceLoss term = usual.loss().physics();
        return usual.with(TrainConfig.Schedule.ofSteps(
                        steps != null ? steps : usual.schedule().steps(),
                        Given.or(learningRate, usual.schedule().learningRate())))
                .with(new TrainConfig.Batches(
                        Given.or(batch, usual.batches().examples()),
                        Given.or(accumulate, usual.batches().accumulate())))
                .with(new TrainConfig.Loss(
                        new LogVarianceLoss(Given.or(dispersion, term.factor())),
                        Given.or(smoothing, usual.loss().smoothing()),
                        Given.or(dropout, usual.loss().dropout())))
                .with(TrainConfig.Optimisation.of(
                        Given.or(optimiser, usual.optimisation().kind())));
    }
}
