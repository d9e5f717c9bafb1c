package org.arbolt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.arbolt.SettingBounds;
import org.arbolt.evaluate.Measure;
import org.arbolt.evaluate.Observables;
import org.arbolt.math.Estimate;
import org.arbolt.report.ComparedRuns;
import org.arbolt.report.ComparisonPage;
import org.arbolt.report.NumberText;
import org.arbolt.report.Table;

/** Runs side by side: a table, and one page. */
public final class Comparison {
    private static final int MOST = 26; // letters
    private static final int MOST_RESIDUES = 100;
    private static final String FLOOR = "noise_floor.";

    private final List<JudgedRun> runs;

    private Comparison(List<JudgedRun> runs) {
        this.runs = runs;
    }

    /**
     * Compares runs.
     *
     * @param folders that {@code arbolt run} or {@code arbolt evaluate} wrote, two at least
     * @param page HTML file to write
     * @return the tables for people
     */
    public static String run(List<Path> folders, Path page) {
        SettingBounds.between(2, MOST, folders.size(), "runs to compare");
        Comparison comparison =
                new Comparison(folders.stream().map(JudgedRun::read).toList());
        List<Table> tables = comparison.tables();
        ComparisonPage.write(
                page,
                new ComparedRuns(
                        comparison.names(), comparison.remarks(), tables, comparison.charts(), comparison.pictures()));
        StringBuilder names = new StringBuilder();
        comparison
                .names()
                .forEach(run -> names.append("%s  %s  %s%n".formatted(run.letter(), run.name(), run.subject())));
        comparison.remarks().forEach(remark -> names.append(remark).append(System.lineSeparator()));
        return names + System.lineSeparator()
                + Section.text(tables.stream()
                        .map(table -> new Section(table, List.of()))
                        .toList())
                + System.lineSeparator() + "page: " + page;
    }

    private String letter(int run) {
        return String.valueOf((char) ('A' + run));
    }

    private List<ComparedRuns.Run> names() {
        List<ComparedRuns.Run> names = new ArrayList<>();
        for (JudgedRun run : runs) {
            names.add(new ComparedRuns.Run(
                    letter(names.size()),
                    run.path().toString(),
                    run.subject(),
                    run.record() == null ? "" : run.record().command()));
        }
        return names;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (runs.stream()
                        .map(JudgedRun::subject)
                        .filter(subject -> !subject.isEmpty())
                        .distinct()
                        .count()
                > 1) {
            remarks.add("The runs are of different molecules, force fields or temperatures: their distances are from "
                    + "different references.");
        }
        if (runs.stream().map(run -> run.number("compared_frames")).distinct().count() > 1) {
            remarks.add(
                    "The runs compare different numbers of frames: distances of fewer frames are larger by chance.");
        }
        return remarks;
    }

    private List<Table> tables() {
        List<List<String>> weights = new ArrayList<>();
        weights.add(row("verdict", run -> run.words("verdict")));
        weights.add(row("samples", run -> count(run.number("samples"))));
        weights.add(row("effective, raw", run -> count(run.number("ess"))));
        weights.add(row("ESS, raw (%)", run -> shown(run.estimate("ess_share").times(100))));
        weights.add(row("ESS, smoothed (%)", run -> percent(run.number("ess_smoothed") / run.number("samples"))));
        weights.add(row(
                "ESS, largest 0.2 % dropped (%)", run -> percent(run.number("ess_clipped") / run.number("samples"))));
        weights.add(row("Pareto k", run -> shown(run.estimate("khat"))));
        weights.add(row("log Z", run -> shown(run.estimate("log_z"))));
        weights.add(row("clashes (%)", run -> shown(run.estimate("clash_share").times(100))));
        weights.add(row(
                "wrong chirality (%)",
                run -> shown(run.estimate("wrong_chirality_share").times(100))));
        List<List<String>> distances = new ArrayList<>();
        distances.add(row("frames compared", run -> count(run.number("compared_frames"))));
        for (Measure measure : Measure.values()) {
            String name = named(measure);
            distances.add(row(name, run -> shown(run.estimate(measure.key()))));
            distances.add(row(name + ", as drawn", run -> shown(run.estimate("as_drawn." + measure.key()))));
            distances.add(row(name + ", noise floor", run -> shown(run.estimate(FLOOR + measure.key()))));
        }
        List<List<String>> averages = new ArrayList<>();
        for (String name : averages()) {
            String words = averageNamed(name);
            averages.add(row(words, run -> shown(run.estimate(name))));
            averages.add(row(words + ", reference", run -> shown(run.estimate("reference." + name))));
        }
        List<Table> tables = new ArrayList<>();
        tables.add(table("Weights and structures", weights));
        tables.add(table("Distances from the reference", distances));
        tables.add(table("Averages", averages));
        tables.add(table("Cost", costs()));
        tables.removeIf(table -> table.rows().isEmpty());
        return tables;
    }

    private static String averageNamed(String key) {
        String name = key.substring("average.".length());
        return name.equals(Observables.ENERGY) ? name + " (kJ/mol)" : name;
    }

    private List<List<String>> costs() {
        Set<String> stages = new LinkedHashSet<>();
        runs.stream()
                .filter(run -> run.record() != null)
                .forEach(run -> stages.addAll(run.record().stageSeconds().keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String stage : stages) {
            rows.add(row(stage + ", wall", run -> duration(cost(run, stage).wallSeconds())));
            rows.add(row(stage + ", processor", run -> duration(cost(run, stage).cpuSeconds())));
            rows.add(row(stage + ", energies", run -> energies(cost(run, stage))));
        }
        rows.removeIf(row -> row.stream().skip(1).allMatch("–"::equals));
        return rows;
    }

    private static Cost cost(JudgedRun run, String stage) {
        return run.record() == null ? new Cost(0, 0, 0) : Cost.of(run.record(), stage);
    }

    private Table table(String caption, List<List<String>> rows) {
        List<String> columns = new ArrayList<>(List.of(""));
        for (int r = 0; r < runs.size(); r++) {
            columns.add(letter(r));
        }
        return new Table(caption, columns, rows);
    }

    private List<String> row(String name, Function<JudgedRun, String> cell) {
        List<String> row = new ArrayList<>(List.of(name));
        runs.forEach(run -> row.add(cell.apply(run)));
        return row;
    }

    /** Those that any of the runs has. */
    private Set<String> averages() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.averages()));
        return names;
    }

    private List<ComparedRuns.Chart> charts() {
        List<ComparedRuns.Chart> charts = new ArrayList<>();
        charts.add(chart("ESS, raw (%)", run -> run.estimate("ess_share").times(100), _ -> Estimate.MISSING, true));
        for (Measure measure : Measure.values()) {
            charts.add(chart(
                    named(measure),
                    run -> run.estimate(measure.key()),
                    run -> run.estimate(FLOOR + measure.key()),
                    true));
        }
        averages()
                .forEach(name -> charts.add(chart(
                        averageNamed(name),
                        run -> run.estimate(name),
                        run -> run.estimate("reference." + name),
                        false)));
        charts.removeIf(chart -> chart.values().stream().allMatch(Estimate::isMissing));
        return charts;
    }

    private ComparedRuns.Chart chart(
            String title, Function<JudgedRun, Estimate> value, Function<JudgedRun, Estimate> mark, boolean fromZero) {
        return new ComparedRuns.Chart(
                title,
                runs.stream().map(value).toList(),
                runs.stream().map(mark).toList(),
                fromZero);
    }

    private List<ComparedRuns.Pictures> pictures() {
        List<ComparedRuns.Pictures> all = new ArrayList<>();
        int residue = 1;
        while (residue <= MOST_RESIDUES
                && pictures(all, "Ramachandran maps, residue " + residue, "ramachandran-" + residue)) {
            residue++;
        }
        pictures(all, "Energies", "energies");
        pictures(all, "Importance weights", "weights");
        return all;
    }

    /** @return whether any run has the figure */
    private boolean pictures(List<ComparedRuns.Pictures> all, String title, String figure) {
        List<String> letters = new ArrayList<>();
        List<byte[]> drawings = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            String letter = letter(r);
            runs.get(r).figure(figure).ifPresent(drawing -> {
                letters.add(letter);
                drawings.add(drawing);
            });
        }
        if (!letters.isEmpty()) {
            all.add(new ComparedRuns.Pictures(title, letters, drawings));
        }
        return !letters.isEmpty();
    }

    private static String named(Measure measure) {
        return measure.unit().isEmpty() ? measure.symbol() : measure.symbol() + " (" + measure.unit() + ")";
    }

    private static String shown(Estimate estimate) {
        return NumberText.estimate(estimate);
    }

    private static String count(double value) {
        return Double.isFinite(value) ? NumberText.count(Math.round(value)) : "–";
    }

    private static String percent(double share) {
        return NumberText.fixed(100 * share, 1);
    }

    private static String energies(Cost cost) {
        return cost.energyEvaluations() > 0 ? NumberText.count(cost.energyEvaluations()) : "–";
    }

    private static String duration(double seconds) {
        return seconds > 0 ? NumberText.duration(seconds) : "–";
    }
}
