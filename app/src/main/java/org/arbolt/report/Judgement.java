package org.arbolt.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Comparison;
import org.arbolt.report.Verdict.Level;
import org.arbolt.sampling.WeightStatistics;

/**
 * Turns the numbers of a run into a {@link Verdict}. The worst finding decides the word, and every finding is told.
 *
 * <p>Limits: Pareto-k̂ from A. Vehtari et al., "Pareto smoothed importance sampling", JMLR 25 (2024), §3; the others
 * are conventions of this project, chosen so that "trust" means averages good to a twentieth of an observable's spread.
 */
public final class Judgement {
    public static final double ENOUGH_EFFECTIVE = 400; // error of an average: 1/√400 of the spread
    static final double HOPELESS_EFFECTIVE = 50;
    static final double USABLE_SHAPE = 0.7;
    static final double LARGE_SINGLE_SHARE = 0.1;
    static final double DOMINANT_SINGLE_SHARE = 0.5;
    static final double SUSPICIOUS_SIGMAS = 3;
    static final double CONTRADICTING_SIGMAS = 5;

    private record Finding(Level level, String sentence) {}

    private Judgement() {}

    /**
     * Judges a reweighted ensemble.
     *
     * @param comparison its basins and averages are judged where they have a reference
     */
    public static Verdict of(KeyNumbers numbers, Weighting weighting, Comparison comparison) {
        Weights weights = weighting.independent();
        if (weights.areZero()) {
            return new Verdict(Level.DO_NOT_TRUST, List.of("Every sample has weight zero, so there is no ensemble."));
        }
        List<Finding> findings = new ArrayList<>(List.of(agreement(comparison)));
        if (numbers.weights().areKnown()) {
            findings.addAll(0, List.of(effective(numbers.weights()), tail(numbers.weights())));
            addLargest(findings, weights.largest());
        } else {
            findings.addFirst(unknown(numbers.weights(), comparison));
        }
        addExcluded(findings, weighting);
        addBetterReference(findings, numbers.weights(), comparison);
        findings.sort(Comparator.comparing(Finding::level).reversed());
        return new Verdict(
                findings.getFirst().level(),
                findings.stream().map(Finding::sentence).toList());
    }

    private static Finding effective(WeightStatistics numbers) {
        double effective = numbers.rawEffectiveSamples();
        String worth = "The " + NumberText.count(numbers.samples()) + " weighted samples are worth "
                + NumberText.count(Math.round(effective)) + " independent "
                + (Math.round(effective) == 1 ? "one" : "ones") + " (ESS "
                + NumberText.percent(numbers.rawShare(), 3) + " raw, "
                + NumberText.percent(numbers.smoothedShare(), 3) + " smoothed)";
        if (effective >= ENOUGH_EFFECTIVE) {
            return new Finding(Level.TRUST, worth + ".");
        }
        if (effective >= HOPELESS_EFFECTIVE) {
            return new Finding(
                    Level.CAUTION,
                    worth + ": averages have errors of about " + NumberText.percent(1 / Math.sqrt(effective), 1)
                            + " of an observable's spread; draw more samples.");
        }
        return new Finding(Level.DO_NOT_TRUST, worth + ", too few for any average; draw more samples or train longer.");
    }

    private static Finding unknown(WeightStatistics numbers, Comparison comparison) {
        boolean alone = comparison.basins().isEmpty() && comparison.averages().isEmpty();
        return new Finding(
                alone || numbers.samples() < ENOUGH_EFFECTIVE ? Level.CAUTION : Level.TRUST,
                "The " + NumberText.count(numbers.samples()) + " samples have no weights and all count alike; how many "
                        + "independent ones they are worth is not known.");
    }

    private static Finding tail(WeightStatistics numbers) {
        double shape = numbers.paretoShape();
        if (Double.isInfinite(shape) && numbers.areEqual()) {
            return new Finding(Level.TRUST, "All weights are equal, so they have no tail.");
        }
        if (Double.isInfinite(shape)) {
            return new Finding(Level.CAUTION, "There are too few weights to judge their tail.");
        }
        String value = "(Pareto k̂ = " + NumberText.fixed(shape, 2) + ")";
        if (shape >= 1) {
            return new Finding(
                    Level.DO_NOT_TRUST,
                    "The largest weights are so extreme " + value
                            + " that averages need not converge, whatever their error " + "bars say.");
        }
        if (shape >= usableShape(numbers.samples())) {
            return new Finding(
                    Level.CAUTION,
                    "The tail of the weights is heavy " + value
                            + ": rare samples of large weight are probably missing, and errors are larger than "
                            + "stated.");
        }
        return new Finding(
                Level.TRUST,
                "The tail of the weights is well behaved " + value + ", so error bars can be " + "believed.");
    }

    /** min(1 − 1/log10 S, 0.7): with few samples even a light tail cannot be relied on. */
    public static double usableShape(long samples) {
        return Math.min(1 - 1 / Math.log10(Math.max(2, samples)), USABLE_SHAPE);
    }

    private static Finding agreement(Comparison comparison) {
        DoubleStream populations = comparison.basins().stream()
                .mapToDouble(
                        b -> b.ensemble().population().sigmasFrom(b.reference().population()));
        DoubleStream averages =
                comparison.averages().stream().mapToDouble(a -> a.ensemble().sigmasFrom(a.reference()));
        double worst = DoubleStream.concat(populations, averages)
                .filter(sigmas -> !Double.isNaN(sigmas))
                .max()
                .orElse(Double.NaN);
        if (Double.isNaN(worst)) {
            return new Finding(
                    Level.TRUST,
                    "There was no independent reference to compare with; the weights alone "
                            + "cannot show a state that the proposal never visits.");
        }
        String largest = "largest difference " + NumberText.fixed(worst, 1) + " combined standard errors";
        if (worst <= SUSPICIOUS_SIGMAS) {
            return new Finding(Level.TRUST, "All populations and averages agree with the reference (" + largest + ").");
        }
        return new Finding(
                worst <= CONTRADICTING_SIGMAS ? Level.CAUTION : Level.DO_NOT_TRUST,
                "A population or an average differs from the reference (" + largest
                        + "): the proposal misses a state, or the reference is not converged.");
    }

    private static void addLargest(List<Finding> findings, double largest) {
        if (largest > LARGE_SINGLE_SHARE) {
            findings.add(new Finding(
                    largest > DOMINANT_SINGLE_SHARE ? Level.DO_NOT_TRUST : Level.CAUTION,
                    "A single sample carries " + NumberText.percent(largest, 2) + " of the total weight."));
        }
    }

    /** Where samples are worth little and dynamics is there, dynamics has the answer. */
    private static void addBetterReference(List<Finding> findings, WeightStatistics numbers, Comparison comparison) {
        List<ObservableMean> known = comparison.averages().stream()
                .filter(average -> Double.isFinite(average.reference().error()))
                .toList();
        boolean better = !known.isEmpty()
                && known.stream()
                        .noneMatch(average ->
                                average.ensemble().error() < average.reference().error());
        if (better && numbers.areKnown() && numbers.rawEffectiveSamples() < HOPELESS_EFFECTIVE) {
            findings.add(new Finding(
                    Level.TRUST,
                    "The dynamics that the samples are compared with knows more than they do: use its averages and"
                            + " populations, those of the reference, with the errors that stand beside them."));
        }
    }

    private static void addExcluded(List<Finding> findings, Weighting weighting) {
        long excluded = weighting.exclusions().stream()
                .mapToLong(Weighting.Exclusion::samples)
                .sum();
        if (2 * excluded <= weighting.size()) {
            if (excluded > 0) {
                findings.add(new Finding(
                        Level.TRUST,
                        NumberText.count(excluded) + (excluded == 1 ? " sample was" : " samples were") + " excluded ("
                                + String.join(", ", exclusions(weighting).toList()) + ")."));
            }
        } else {
            findings.add(new Finding(
                    Level.CAUTION,
                    "More than half of the samples were excluded ("
                            + String.join(", ", exclusions(weighting).toList())
                            + "); the model was not trained well for this target."));
        }
    }

    /** E.g. {@code wrong handedness: 12}. */
    static Stream<String> exclusions(Weighting weighting) {
        return weighting.exclusions().stream()
                .filter(e -> e.samples() > 0)
                .map(e -> e.reason() + ": " + NumberText.count(e.samples()));
    }
}
