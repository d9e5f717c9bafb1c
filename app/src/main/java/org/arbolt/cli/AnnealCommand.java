package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.AnnealPlan;
import org.arbolt.pipeline.EvaluationPlan;
import org.arbolt.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "anneal",
        mixinStandardHelpOptions = true,
        description = {
            "Goes on from finished samples: resamples them where they are unequal and moves them by exact forces.",
            "",
            "The usual way resamples once and makes moves that leave the Boltzmann distribution as it is; with "
                    + "--hottest the samples are weighed at that temperature first and cooled in steps that keep nine "
                    + "tenths of the effective samples. Writes a run folder with samples.npz, anneal.json (what every "
                    + "move did) and the report. Samples that descend from one count as copies: the report says from "
                    + "how many they do. Stopped at any moment, the same command goes on where it was."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt anneal runs/AAAAAA --steps 50",
            "  arbolt anneal runs/AAAAAA --move hmc --steps 10 --output runs/AAAAAA-hmc",
            "  arbolt anneal runs/AAAAAA --hottest 600"
        })
final class AnnealCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "a folder that arbolt run or arbolt sample wrote")
    private Path run;

    @Mixin
    private MoveOptions moves;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "moves of every sample, at each temperature (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(
            names = "--hottest",
            paramLabel = "K",
            description = "temperature to cool from (default: that of the run, no cooling)")
    private Double hottest;

    @Option(
            names = "--threshold",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description = "resample where fewer samples than this share are effective; 0: never "
                    + "(default: ${DEFAULT-VALUE})")
    private double threshold;

    @Mixin
    private VariableOptions profiles;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: RUN-annealed)")
    private Path output;

    @Override
    public Integer call() {
        AnnealPlan plan = new AnnealPlan(
                moves.move(), steps, moves.leapfrogs(), hottest, threshold, Pipeline.samplesOf(run), seed());
        Path folder = output != null ? output : beside();
        print(Pipeline.anneal(
                run, folder, plan, EvaluationPlan.ONCE.with(profiles.variables()), typed(), ConsoleStages.INSTANCE));
        return 0;
    }

    private Path beside() {
        Path whole = run.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + "-annealed");
    }
}
