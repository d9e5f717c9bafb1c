package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.report.Weighting;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;
import org.arbolt.sampling.Ensemble;

/**
 * Samples many peptides, each in a run folder of its own inside the screen's, and puts what is found into one table. A
 * peptide that cannot be sampled is told in the table; the others are kept.
 */
public final class Screen {
    private static final String TRAINED = "trained here"; // in place of a model's name

    private final RunFolder folder;
    private final ScreenConfig config;
    private final String command;
    private long evaluations; // of this process

    private Screen(RunFolder folder, ScreenConfig config, String command) {
        this.folder = folder;
        this.config = config;
        this.command = command;
    }

    /**
     * Screens, and writes {@code screen.json} and the page; what is done already is kept.
     *
     * @param path folder of the screen
     * @param command the command line, for the record
     * @return the table for people
     * @throws BadInput if no peptide at all could be sampled
     */
    public static String run(Path path, ScreenConfig config, String command, Stages stages) {
        try (RunFolder folder = RunFolder.open(path, config)) {
            Screen screen = new Screen(folder, config, command);
            RunRecord record = RunRecord.begin(folder, command, config.seed());
            List<ScreenResult> results = new ArrayList<>();
            record.stage(folder, "screening", () -> {
                results.addAll(screen.results(stages.begin("screening", "peptides")));
                return screen.evaluations;
            });
            if (config.part() == null) {
                return ScreenTable.write(folder, config, command, results);
            }
            folder.writeJson(RunFiles.part(RunFiles.SCREEN), results);
            return config.part() + ": " + folder.file(RunFiles.part(RunFiles.SCREEN));
        }
    }

    private List<ScreenResult> results(Progress progress) {
        List<String> mine = config.mine();
        List<ScreenResult> results = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            progress.report(i, mine.size(), mine.get(i));
            results.add(result(mine.get(i)));
        }
        progress.report(mine.size(), mine.size(), "");
        return results;
    }

    private ScreenResult result(String peptide) {
        return config.adapts(peptide) ? adapted(peptide) : zeroShot(peptide);
    }

    /** As {@code arbolt run --minutes} does it. */
    private ScreenResult adapted(String peptide) {
        RunConfig run = config.run(peptide);
        Path place = folder.path().resolve(peptide);
        try {
            boolean done = Files.isRegularFile(place.resolve(RunFiles.SCREENED));
            List<Path> candidates = config.model() == null
                    ? List.of()
                    : List.of(Path.of(config.model().file()));
            Summary summary = done
                    ? null
                    : Pipeline.run(
                            place, run, candidates, config.samples(), EvaluationPlan.ONCE, command, Stages.SILENT);
            try (RunContext bench =
                    RunContext.open(place, Pipeline.continued(place, run, candidates), command, Stages.SILENT)) {
                if (summary != null) {
                    bench.folder().writeJson(RunFiles.SCREENED, found(bench, summary));
                    evaluations += bench.record().energyEvaluations().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                }
                return bench.folder().readJson(RunFiles.SCREENED, ScreenResult.class);
            }
        } catch (BadInput e) {
            return ScreenResult.failed(peptide, TRAINED, e.getMessage());
        }
    }

    private static ScreenResult found(RunContext bench, Summary summary) {
        RunConfig run = bench.folder().config(RunConfig.class);
        String model = run.model().file();
        return ScreenResult.of(
                bench.system().peptide(),
                model == null ? TRAINED : Path.of(model).getFileName().toString(),
                bench.molecule().topology(),
                new SampleStage(bench, run.sampling()).read(),
                summary);
    }

    private ScreenResult zeroShot(String peptide) {
        RunConfig run = config.run(peptide);
        String model = Path.of(run.model().file()).getFileName().toString();
        Path place = folder.path().resolve(peptide);
        try (RunContext bench = RunContext.open(place, run, command, Stages.SILENT)) {
            if (!bench.folder().has(RunFiles.SCREENED)) {
                bench.folder().writeJson(RunFiles.SCREENED, sampled(bench, run, model));
            }
            return bench.folder().readJson(RunFiles.SCREENED, ScreenResult.class);
        } catch (BadInput e) {
            return ScreenResult.failed(peptide, model, e.getMessage());
        }
    }

    private ScreenResult sampled(RunContext bench, RunConfig run, String model) {
        SampleStage stage = new SampleStage(bench, run.sampling());
        Path file = Path.of(run.model().file());
        int there = stage.count();
        if (there < config.samples()) {
            bench.always("sampling", () -> {
                stage.run(file, config.samples(), Progress.NONE);
                return 0;
            });
            evaluations += config.samples() - there;
        }
        Ensemble ensemble = stage.read();
        Summary summary = new Findings(bench, bench.folder().path())
                .write(new Evaluation.Samples(ensemble, Weighting.Origin.MODEL), null, EvaluationPlan.ONCE, file);
        return ScreenResult.of(bench.system().peptide(), model, bench.molecule().topology(), ensemble, summary);
    }
}
