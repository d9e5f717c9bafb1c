package org.arbolt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.arbolt.BadInput;
import org.arbolt.evaluate.ConvergenceReport;
import org.arbolt.io.AtomicFile;
import org.arbolt.peptide.Peptide;
import org.arbolt.pipeline.BenchmarkSystem;
import org.arbolt.pipeline.DynamicsPlan;
import org.arbolt.pipeline.EvaluationPlan;
import org.arbolt.pipeline.GivenFrames;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.report.NumberText;
import org.arbolt.report.PublishedResult;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.SourceFile;
import org.arbolt.run.Stages;

/**
 * The published protocol over systems, numbers of samples and seeds. Every set of samples is a run folder of its own,
 * as {@code arbolt sample} and {@code arbolt evaluate} make it, and is measured once: the same command goes on with
 * what is left.
 */
public final class Benchmark {
    static final String RESULT = "benchmark.json";
    static final String MARKDOWN = "benchmark.md";
    private static final int REFERENCE_FRAMES = 20_000; // halves of it are as large as the sets that are compared
    private static final String DYNAMICS = "dynamics"; // a folder, and the stage of a run
    private static final String PLAIN_DYNAMICS = "dynamics-1fs";

    private final Path folder;
    private final BenchmarkPlan plan;
    private final String command;
    private final Stages stages;

    private Benchmark(Path folder, BenchmarkPlan plan, String command, Stages stages) {
        this.folder = folder;
        this.plan = plan;
        this.command = command;
        this.stages = stages;
    }

    /** What sets of samples of different commands must have in common to stand in one table. */
    private record Config(long seed, boolean quick, Map<String, SourceFile> references) {}

    /**
     * Measures, and writes {@code benchmark.json} and {@code benchmark.md}.
     *
     * @param command the command line, for the record
     * @return what was found, as a table for people
     */
    public static String run(Path folder, BenchmarkPlan plan, String command, Stages stages) {
        Map<String, SourceFile> references = new TreeMap<>();
        plan.references().forEach((system, file) -> references.put(system.peptide(), SourceFile.of(file)));
        try (RunFolder held = RunFolder.open(folder, new Config(plan.seed(), plan.quick(), references))) {
            BenchmarkResult result = new Benchmark(folder, plan, command, stages).run();
            held.writeJson(RESULT, result);
            List<Section> sections = new BenchmarkTables(result).sections();
            byte[] markdown = Section.markdown(sections).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(held.file(MARKDOWN), out -> out.write(markdown));
            return Section.text(sections) + System.lineSeparator() + "table: " + held.file(MARKDOWN);
        }
    }

    private BenchmarkResult run() {
        boolean named = plan.systems().size() < BenchmarkSystem.values().length;
        Map<BenchmarkSystem, Path> models = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (BenchmarkSystem system : plan.systems()) {
            Path model = plan.models().getOrDefault(system, Presets.shippedModel(plan.home(), system.peptide(), false));
            if (model != null) {
                models.put(system, model);
            } else if (named) {
                throw new BadInput("no model of " + system.peptide() + " ships with arbolt; give --model "
                        + system.peptide() + "=FILE or leave the system out");
            } else {
                leftOut.put(system.peptide(), "no model of it ships");
            }
        }
        List<SystemResult> results = new ArrayList<>();
        models.forEach((system, model) -> results.add(measure(system, Presets.file(model))));
        RunRecord here = RunRecord.begin(command, plan.seed());
        return new BenchmarkResult(command, here.versions(), here.hardware(), results, leftOut);
    }

    private SystemResult measure(BenchmarkSystem system, RunConfig.ModelSource model) {
        Path given = plan.references().get(system);
        int frames = plan.quick() ? BenchmarkSystem.frames(true) : REFERENCE_FRAMES;
        SystemResult.Dynamics dynamics = given == null || plan.dynamics()
                ? dynamics(system, DYNAMICS, system.dynamics(frames, plan.quick()))
                : null;
        SystemResult.Dynamics plain =
                plan.dynamics() ? dynamics(system, PLAIN_DYNAMICS, system.plainDynamics(frames, plan.quick())) : null;
        Path reference = given == null ? place(system, DYNAMICS).resolve(RunFiles.TRAJECTORY) : given;
        List<SystemResult.Budget> budgets = new ArrayList<>();
        for (int b = 0; b < plan.samples().size(); b++) {
            int samples = plan.samples().get(b);
            List<Cell> cells = new ArrayList<>();
            for (long seed : plan.sampleSeeds(b)) {
                cells.add(cell(system, model, samples, seed, reference));
            }
            budgets.add(SystemResult.Budget.of(samples, cells, dynamics));
        }
        return new SystemResult(
                system.peptide(),
                Peptide.of(system.peptide()).topology().atomCount(),
                system.system().energyInWords(),
                system.system().temperatureKelvin(),
                Path.of(model.file()).getFileName().toString(),
                megabytes(Path.of(model.file())),
                given == null
                        ? "replica exchange made here"
                        : given.getFileName().toString(),
                dynamics,
                plain,
                budgets,
                PublishedResult.of(system.peptide()));
    }

    private Path place(BenchmarkSystem system, String name) {
        return folder.resolve(system.peptide()).resolve(name);
    }

    private SystemResult.Dynamics dynamics(BenchmarkSystem system, String name, DynamicsPlan dynamics) {
        Path place = place(system, name);
        RunConfig config = new RunConfig(system.system(), plan.seed(), dynamics, null, null);
        if (!done(place, config, RunFiles.TRAJECTORY, RunFiles.CONVERGENCE)) {
            stages.note(system.peptide() + ", replica exchange in steps of "
                    + NumberText.significant(1000 * dynamics.timeStepPs(), 2) + " fs");
            Pipeline.dynamics(place, config, Set.of(), command, stages);
        }
        try (RunFolder run = RunFolder.toRead(place)) {
            ConvergenceReport report = run.readJson(RunFiles.CONVERGENCE, ConvergenceReport.class);
            return SystemResult.Dynamics.of(
                    report.frames(),
                    report.leastWorth(),
                    Cost.of(run.readJson(RunFiles.RECORD, RunRecord.class), DYNAMICS),
                    report.converged());
        }
    }

    private Cell cell(BenchmarkSystem system, RunConfig.ModelSource model, int samples, long seed, Path reference) {
        String name = samples + "-seed-" + seed;
        Path place = place(system, name);
        RunConfig config =
                new RunConfig(system.system(), seed, null, model, new RunConfig.SamplingPlan(1, "psis", false));
        if (!done(place, config, RunFiles.SAMPLES, RunFiles.EVALUATION, RunFiles.REPORT)) {
            stages.note(system.peptide() + ", " + samples + " samples, seed " + seed);
            Pipeline.sample(place, config, samples, EvaluationPlan.ONCE, command, stages);
            Pipeline.evaluate(place, GivenFrames.of(reference), EvaluationPlan.ONCE, null, command, stages);
        }
        try (RunFolder run = RunFolder.toRead(place)) {
            return Cell.read(run, folder.relativize(place).toString());
        }
    }

    /** Whether a folder holds all files of a run. @throws BadInput if it is another run */
    private static boolean done(Path place, RunConfig config, String... files) {
        if (!Files.isRegularFile(place.resolve(RunFiles.CONFIG))) {
            return false;
        }
        try (RunFolder run = RunFolder.toRead(place)) {
            List<String> differences = run.differencesFrom(config);
            if (!differences.isEmpty()) {
                throw new BadInput(place + " holds another run (" + String.join("; ", differences)
                        + "); choose another output folder or delete it");
            }
            for (String file : files) {
                if (!run.has(file)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static double megabytes(Path file) {
        try {
            return Files.size(file) * 1e-6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
