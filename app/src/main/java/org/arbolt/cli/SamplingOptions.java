package org.arbolt.cli;

import org.arbolt.pipeline.RunConfig;
import org.arbolt.sampling.ImportanceWeights;
import picocli.CommandLine.Option;

/** How a model is sampled and its samples are weighed. */
final class SamplingOptions {
    @Option(
            names = "--sampling-temperature",
            paramLabel = "TAU",
            defaultValue = "1",
            description = "divides the model's logits; the density follows (default: ${DEFAULT-VALUE})")
    private double temperature;

    @Option(
            names = "--weights",
            paramLabel = "none|psis|clip:SHARE",
            defaultValue = "psis",
            description = "treatment of the importance weights (default: ${DEFAULT-VALUE})")
    private String weights;

    @Option(
            names = "--reflect",
            description =
                    "mirror samples that have every stereocentre inverted, and give them the exact density of that")
    private boolean reflect;

    RunConfig.SamplingPlan plan() {
        return new RunConfig.SamplingPlan(
                temperature, ImportanceWeights.Treatment.parse(weights).name(), reflect);
    }
}
