package org.arbolt.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.BadInput;
import org.arbolt.pipeline.DistributionPlan;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.SmcPlan;
import org.arbolt.sampling.ImportanceWeights;
import picocli.CommandLine.Option;

/** How a model is sampled and its samples are weighed. */
final class SamplingOptions {
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
            description = "keep the K most probable bins of each coordinate, of all or by kind, e.g. soft=64; the "
                    + "ensemble is then that of what is kept (default: all)")
    private String topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "keep the most probable bins of each coordinate that hold a share P, of all or by kind; the "
                    + "ensemble is then that of what is kept (default: 1)")
    private String topP;

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
            description = "with --smc: where particles may be resampled: torsion (after soft torsions), residue or "
                    + "atom (after each of these too), or a number: after every so many coordinates (default: "
                    + SmcPlan.RESAMPLE + ")")
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
        ByKind tau = ByKind.of("--sampling-temperature", temperature);
        ByKind k = ByKind.of("--top-k", topK);
        ByKind p = ByKind.of("--top-p", topP);
        return new RunConfig.SamplingPlan(
                tau.all == null ? 1 : tau.all,
                ImportanceWeights.Treatment.parse(weights).name(),
                reflect,
                new DistributionPlan(
                                tau.soft,
                                tau.stiff,
                                whole(k.all),
                                p.all,
                                new DistributionPlan.Kept(whole(k.soft), p.soft).orNull(),
                                new DistributionPlan.Kept(whole(k.stiff), p.stiff).orNull())
                        .orNull(),
                sequential());
    }

    private Integer whole(Double value) {
        if (value == null) {
            return null;
        }
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new BadInput("--top-k '" + topK + "' is none; write a whole number, or soft=K,stiff=K");
        }
        return value.intValue();
    }

    /** A number for all coordinates, or one for soft torsions and one for the others; null where none is said. */
    private record ByKind(Double all, Double soft, Double stiff) {
        private static final Pattern FORM = Pattern.compile("(?:(soft|stiff)=)?([^=,]+)");

        static ByKind of(String option, String text) {
            Map<String, Double> values = new HashMap<>();
            for (String part : text == null ? new String[0] : text.split(",", -1)) {
                Matcher form = FORM.matcher(part.strip());
                if (!form.matches()
                        || values.containsKey("")
                        || form.group(1) == null && !values.isEmpty()
                        || values.put(form.group(1) == null ? "" : form.group(1), number(option, text, form.group(2)))
                                != null) {
                    throw unusable(option, text);
                }
            }
            return new ByKind(values.get(""), values.get("soft"), values.get("stiff"));
        }

        private static double number(String option, String text, String number) {
            try {
                return Double.parseDouble(number.strip());
            } catch (NumberFormatException e) {
                throw unusable(option, text);
            }
        }

        private static BadInput unusable(String option, String text) {
            return new BadInput(option + " '" + text + "' is none; write a number, or one for each kind, as in soft=2,"
                    + "stiff=1");
        }
    }
}
