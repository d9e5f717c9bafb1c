package org.arbolt.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.pipeline.DistributionPlan;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.SmcPlan;
import org.arbolt.sampling.ImportanceWeights;
import picocli.CommandLine.Option;

/** How a model is sampled and its samples are weighed. */
final class SamplingOptions {
    private static final Set<String> KINDS = Set.of("soft", "stiff");

    @Option(
            names = "--sampling-temperature",
            paramLabel = "TAU",
            defaultValue = "1",
            description = "divides the model's logits, of all coordinates or by kind, e.g. soft=1.1,stiff=1; the "
                    + "density follows (default: ${DEFAULT-VALUE})")
    private String temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "keep the K most probable bins of each coordinate; the ensemble is then that of what is kept "
                    + "(default: all)")
    private Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "keep the most probable bins of each coordinate that hold a share P; the ensemble is then "
                    + "that of what is kept (default: 1)")
    private Double topP;

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

    @Option(
            names = "--smc",
            description = "twisted sequential Monte Carlo in populations: particles are resampled while they are "
                    + "written (docs/control.md; default: independent samples)")
    private boolean smc;

    @Option(
            names = "--particles",
            paramLabel = "N",
            description = "with --smc: particles of a population (default: " + SmcPlan.PARTICLES + ")")
    private Integer particles;

    @Option(
            names = "--twist",
            paramLabel = "WHAT",
            description = "with --smc: what tells good unfinished particles, none, energy or learned (default: "
                    + SmcPlan.TWIST + ")")
    private String twist;

    @Option(
            names = "--resample",
            paramLabel = "WHERE",
            description = "with --smc: where particles may be resampled: torsion (after the soft torsions), "
                    + "residue, atom, or a number: after every so many coordinates (default: " + SmcPlan.RESAMPLE + ")")
    private String resample;

    private SmcPlan sequential() {
        if (!smc && (particles != null || twist != null || resample != null)) {
            throw new BadInput("--particles, --twist and --resample are of --smc; give it too, or leave them out");
        }
        return smc
                ? new SmcPlan(
                        Given.or(particles, SmcPlan.PARTICLES),
                        Given.or(twist, SmcPlan.TWIST),
                        Given.or(resample, SmcPlan.RESAMPLE),
                        SmcPlan.THRESHOLD)
                : null;
    }

    RunConfig.SamplingPlan plan() {
        Map<String, Double> byKind = new HashMap<>();
        Double all = null;
        for (String part : temperature.split(",", -1)) {
            String[] words = part.split("=", -1);
            boolean known = words.length == 1 || words.length == 2 && KINDS.contains(words[0].strip());
            if (!known || words.length == 1 && (all != null || !byKind.isEmpty())) {
                throw unusable();
            }
            double value = number(words[words.length - 1]);
            if (words.length == 1) {
                all = value;
            } else if (all != null || byKind.put(words[0].strip(), value) != null) {
                throw unusable();
            }
        }
        return new RunConfig.SamplingPlan(
                all == null ? 1 : all,
                ImportanceWeights.Treatment.parse(weights).name(),
                reflect,
                new DistributionPlan(byKind.get("soft"), byKind.get("stiff"), topK, topP).orNull(),
                sequential());
    }

    private double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw unusable();
        }
    }

    private BadInput unusable() {
        return new BadInput("--sampling-temperature '" + temperature + "' is none; write a number, or soft=T,stiff=T");
    }
}
