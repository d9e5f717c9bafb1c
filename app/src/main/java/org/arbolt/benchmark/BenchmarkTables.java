package org.arbolt.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.arbolt.benchmark.SystemResult.Budget;
import org.arbolt.evaluate.Measure;
import org.arbolt.math.Estimate;
import org.arbolt.report.NumberText;
import org.arbolt.report.PublishedResult;
import org.arbolt.report.Table;
import org.arbolt.report.Worth;

/** The tables of a benchmark. */
final class BenchmarkTables {
    private static final String NONE = "–";

    private final BenchmarkResult result;

    BenchmarkTables(BenchmarkResult result) {
        this.result = result;
    }

    /** The table of all systems, one for each system, and what it cost. */
    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(summary());
        result.systems().forEach(system -> sections.add(system(system)));
        sections.add(cost());
        return sections;
    }

    private Section summary() {
        List<List<String>> rows = new ArrayList<>();
        for (SystemResult system : result.systems()) {
            for (Budget budget : system.budgets()) {
                rows.add(summary(system, budget));
            }
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("ESS: effective samples as a share of the samples, raw. E-W2 and T-W2: distances of energies and"
                + " of all φ and ψ from the reference, lower is better; in brackets the noise floor, which independent"
                + " halves of the reference have. ± is the standard deviation over seeds. Best published: the best"
                + " figure of any method, by its name; ESS after the largest weights are dropped, distances of up to"
                + " 200,000 energies. Energies: evaluated on the way to the samples. × dynamics: effective samples per"
                + " CPU second over those of our own replica exchange, training not counted; in brackets, where it was"
                + " measured, over those in steps of 1 fs, with hydrogens of their own mass and few turns about"
                + " bonds.");
        if (!result.leftOut().isEmpty()) {
            Map<String, List<String>> systems = new TreeMap<>();
            result.leftOut()
                    .forEach((system, why) ->
                            systems.computeIfAbsent(why, _ -> new ArrayList<>()).add(system));
            systems.forEach((why, of) -> sentences.add("Left out: " + String.join(", ", of) + "; " + why + "."));
        }
        return new Section(
                new Table(
                        "All systems beside the best published",
                        List.of(
                                "system",
                                "samples",
                                "energies",
                                "ESS, raw (%)",
                                "E-W2 (floor), kT",
                                "T-W2 (floor), rad",
                                "× dynamics",
                                "best published ESS (%)",
                                "E-W2",
                                "T-W2"),
                        rows),
                sentences);
    }

    private static List<String> summary(SystemResult system, Budget budget) {
        return List.of(
                system.system(),
                NumberText.count(budget.samples()),
                NumberText.count(budget.sampling().energyEvaluations()),
                percent(budget.essShare()),
                withFloor(budget, Measure.ENERGY_W2),
                withFloor(budget, Measure.TORUS_W2),
                times(budget, system.dynamics())
                        + (system.plainDynamics() == null ? "" : " (" + times(budget, system.plainDynamics()) + ")"),
                best(system, PublishedResult::ess, true, 100, 1),
                best(system, PublishedResult::energyW2, false, 1, 3),
                best(system, PublishedResult::torusW2, false, 1, 3));
    }

    /** Effective samples per CPU second over those of dynamics. @param dynamics null where it was not measured */
    private static String times(Budget budget, SystemResult.Dynamics dynamics) {
        return dynamics == null || budget.essShare() == null
                ? NONE
                : NumberText.significant(
                        dynamics.secondsFor(budget.essShare(), budget.samples())
                                / budget.sampling().cpuSeconds(),
                        2);
    }

    private static String withFloor(Budget budget, Measure measure) {
        return shown(budget.distance(measure).value()) + " (" + floor(budget, measure) + ")";
    }

    private static String best(
            SystemResult system, Function<PublishedResult, Double> what, boolean most, double factor, int decimals) {
        Comparator<PublishedResult> order = Comparator.comparing(what);
        return system.published().stream()
                .filter(row -> what.apply(row) != null)
                .min(most ? order.reversed() : order)
                .map(row -> NumberText.fixed(factor * what.apply(row), decimals) + ", " + row.method())
                .orElse(NONE);
    }

    private static Section system(SystemResult system) {
        List<List<String>> rows = new ArrayList<>();
        for (Budget budget : system.budgets()) {
            rows.add(List.of(
                    "Arbolt, " + budget.seeds() + (budget.seeds() == 1 ? " seed" : " seeds"),
                    NumberText.count(budget.samples()),
                    NumberText.count(budget.sampling().energyEvaluations()),
                    percent(budget.essShare()),
                    percent(budget.essClippedShare()),
                    shown(budget.distance(Measure.ENERGY_W2).value()),
                    shown(budget.distance(Measure.TORUS_W2).value()),
                    shown(budget.distance(Measure.TICA_W2).value())));
        }
        Budget last = system.budgets().getLast();
        rows.add(List.of(
                "noise floor",
                "",
                "",
                "",
                "",
                floor(last, Measure.ENERGY_W2),
                floor(last, Measure.TORUS_W2),
                floor(last, Measure.TICA_W2)));
        system.published().forEach(row -> rows.add(published(row)));
        return new Section(
                new Table(
                        system.system() + " (" + system.atoms() + " atoms, " + system.energy() + ", "
                                + NumberText.significant(system.temperatureKelvin(), 3) + " K)",
                        List.of(
                                "method",
                                "samples",
                                "energies",
                                "ESS, raw (%)",
                                "ESS, largest dropped (%)",
                                "E-W2 (kT)",
                                "T-W2 (rad)",
                                "TICA-W2"),
                        rows),
                sentences(system));
    }

    private static List<String> published(PublishedResult row) {
        return List.of(
                row.method(),
                NONE,
                row.evaluations() == null ? NONE : NumberText.count(row.evaluations()),
                NONE,
                row.ess() == null ? NONE : NumberText.fixed(100 * row.ess(), 1),
                row.energyText(),
                row.torsionText(),
                NONE);
    }

    private static List<String> sentences(SystemResult system) {
        List<String> sentences = new ArrayList<>();
        Map<String, Long> verdicts = system.budgets().stream()
                .flatMap(budget -> budget.verdicts().stream())
                .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
        sentences.add("Model " + system.model() + " (" + NumberText.significant(system.modelMegabytes(), 2)
                + " MB). Reference: " + system.reference() + ". Verdicts: "
                + verdicts.entrySet().stream()
                        .map(entry -> entry.getValue() + " × " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + ". “Largest dropped”: the published rule, 0.2 % of the weights in our rows.");
        for (Budget budget : system.budgets()) {
            if (budget.worthDynamicsSeconds() != null) {
                sentences.addAll(new Worth(
                                budget.samples(),
                                budget.worthDynamicsSeconds(),
                                budget.sampling().cpuSeconds(),
                                0)
                        .sentences());
            }
        }
        List<String> sources = system.published().stream()
                .map(PublishedResult::source)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!sources.isEmpty()) {
            sentences.add("Published: " + String.join("; ", sources) + ".");
        }
        return sentences;
    }

    private Section cost() {
        List<List<String>> rows = new ArrayList<>();
        for (SystemResult system : result.systems()) {
            if (system.plainDynamics() != null) {
                rows.add(cost(system.system() + ", replica exchange, 1 fs", system.plainDynamics()));
            }
            if (system.dynamics() != null) {
                rows.add(cost(system.system() + ", replica exchange", system.dynamics()));
            }
            for (Budget budget : system.budgets()) {
                rows.add(cost(
                        system.system() + ", " + NumberText.count(budget.samples()) + " samples",
                        budget.sampling(),
                        NumberText.duration(budget.evaluation().wallSeconds()),
                        budget.essShare() == null
                                ? NONE
                                : NumberText.count(Math.round(budget.essShare().mean() * budget.samples())),
                        rate(budget, budget.sampling().wallSeconds()),
                        rate(budget, budget.sampling().cpuSeconds())));
            }
        }
        return new Section(
                new Table(
                        "What it cost",
                        List.of(
                                "",
                                "wall time",
                                "CPU time",
                                "energies",
                                "judging",
                                "effective samples, raw",
                                "per second",
                                "per CPU second"),
                        rows),
                List.of(
                        "Samples: loading the model, drawing, energies; training is not counted. Replica exchange: "
                                + "with its pilot run and equilibration; its effective samples are the least of what "
                                + "the mean energy and the populations of basins, rotamers and cis forms between 1 "
                                + "and 99 % are worth by the scatter of the ladders. CPU time is of all cores, and of "
                                + "Java's compiler.",
                        hardware()));
    }

    private String hardware() {
        Map<String, String> hardware = result.hardware();
        return "On " + hardware.get("processor") + ", " + hardware.get("cores") + " cores; Arbolt "
                + result.versions().getOrDefault("git", result.versions().get("arbolt")) + ", Java "
                + result.versions().get("java") + ".";
    }

    private static List<String> cost(String name, SystemResult.Dynamics dynamics) {
        return cost(
                name,
                dynamics.cost(),
                NONE,
                NumberText.count(Math.round(dynamics.effectiveSamples())),
                NumberText.significant(dynamics.effectivePerSecond(), 3),
                NumberText.significant(dynamics.effectivePerCpuSecond(), 3));
    }

    private static List<String> cost(
            String name, Cost cost, String judging, String effective, String perSecond, String perCpuSecond) {
        return List.of(
                name,
                NumberText.duration(cost.wallSeconds()),
                NumberText.duration(cost.cpuSeconds()),
                NumberText.count(cost.energyEvaluations()),
                judging,
                effective,
                perSecond,
                perCpuSecond);
    }

    /** Means over the sets, one over the other. */
    private static String rate(Budget budget, double seconds) {
        return budget.essShare() == null
                ? NONE
                : NumberText.significant(budget.essShare().mean() * budget.samples() / seconds, 3);
    }

    private static String floor(Budget budget, Measure measure) {
        Spread floor = budget.distance(measure).noiseFloor();
        return floor == null ? NONE : NumberText.fixed(floor.mean(), 3);
    }

    private static String shown(Spread spread) {
        return shown(Spread.shown(spread, 1), 3);
    }

    private static String percent(Spread spread) {
        return shown(Spread.shown(spread, 100), 1);
    }

    /** To the digits that its deviation justifies, else to so many decimals. */
    private static String shown(Estimate number, int decimals) {
        return number.isMissing() || number.error() > 0
                ? NumberText.estimate(number)
                : NumberText.fixed(number.value(), decimals);
    }
}
