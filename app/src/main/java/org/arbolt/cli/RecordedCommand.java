package org.arbolt.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Measure;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.pipeline.Summary;
import org.arbolt.sampling.WeightStatistics;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands that compute share: the seed, and the command line for the record of the run. */
abstract class RecordedCommand {
    private static final double HUGE = 1e9;

    @Spec
    private CommandSpec spec;

    @picocli.CommandLine.Mixin
    private SeedOption seedOption;

    /** The command line as it was typed. */
    final String typed() {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return "arbolt "
                + arguments.stream()
                        .map(word -> word.contains(" ") ? "'" + word + "'" : word)
                        .collect(Collectors.joining(" "));
    }

    final long seed() {
        return seedOption.seed;
    }

    /** The seed where one was typed; null otherwise. */
    final Long seedTyped() {
        return spec.commandLine().getParseResult().hasMatchedOption("--seed") ? (Long) seedOption.seed : null;
    }

    /** The short table that ends a run. */
    static void print(Summary s) {
        WeightStatistics weights = s.weights();
        System.out.printf(Locale.ROOT, "%n%-34s %12d%n", "samples", weights.samples());
        if (weights.areKnown()) {
            print(weights);
        } else {
            System.out.printf(Locale.ROOT, "%-34s %12s%n", "weights", "none");
        }
        if (s.distances() != null) {
            for (Measure measure : Measure.values()) {
                print(measure, s.distances().of(measure));
            }
        }
        for (ObservableMean c : s.averages()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %12s%s  (reference %s%s)%n",
                    c.unit().isEmpty() ? c.name() : c.name() + " (" + c.unit() + ")",
                    number(c.ensemble().value(), 4),
                    error(c.ensemble().error()),
                    number(c.reference().value(), 4),
                    error(c.reference().error()));
        }
        System.out.printf("%n%s%n", s.verdict());
        s.reasons().forEach(reason -> System.out.println("  " + reason));
        if (!s.worth().isEmpty()) {
            System.out.println();
            s.worth().forEach(System.out::println);
        }
        if (s.report() != null) {
            System.out.printf("%nreport: %s%n", s.report());
        }
    }

    private static void print(WeightStatistics weights) {
        ConfidenceInterval z = weights.logPartition();
        print("effective sample size, raw", weights.rawEffectiveSamples(), weights.rawShare());
        print("effective sample size, smoothed", weights.smoothedEffectiveSamples(), weights.smoothedShare());
        System.out.printf(Locale.ROOT, "%-34s %12s%n", "weights that averages use", weights.treatment());
        System.out.printf(
                Locale.ROOT,
                "%-34s %12s%n",
                "Pareto k",
                Double.isInfinite(weights.paretoShape())
                        ? "not known"
                        : String.format(Locale.ROOT, "%.2f", weights.paretoShape()));
        System.out.printf(
                Locale.ROOT,
                "%-34s %12s  (%.0f %%: %s to %s)%n",
                "log Z",
                number(z.value(), 3),
                100 * z.level(),
                number(z.low(), 3),
                number(z.high(), 3));
    }

    /** To so many decimals, to significant digits where it is huge. */
    private static String number(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "not known";
        }
        String format = Math.abs(value) < HUGE ? "%." + decimals + "f" : "%.4g";
        return String.format(Locale.ROOT, format, value);
    }

    private static String significant(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "not known";
    }

    private static String error(double error) {
        return Double.isFinite(error) ? " ± " + number(error, 4) : "";
    }

    private static void print(String name, double effective, double share) {
        System.out.printf(Locale.ROOT, "%-34s %12.1f  (%.2f %%)%n", name, effective, 100 * share);
    }

    /** A line of the table, where the distance is known. */
    private static void print(Measure measure, EnsembleDistances.Value distance) {
        if (!Double.isNaN(distance.proposal())) {
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %12s%s  (as drawn %s, noise floor %s)%n",
                    measure.unit().isEmpty() ? measure.symbol() : measure.symbol() + " (" + measure.unit() + ")",
                    significant(distance.ensemble()),
                    Double.isFinite(distance.error()) ? String.format(Locale.ROOT, " ± %.2g", distance.error()) : "",
                    significant(distance.proposal()),
                    significant(distance.floor()));
        }
    }
}
