package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
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
            "Goes on from finished samples: resamples them by their weights and moves them by exact forces.",
            "",
            "The usual way resamples once and makes moves that leave the Boltzmann distribution as it is; with "
                    + "--hottest the samples are weighed at that temperature first and cooled in steps that keep nine "
                    + "tenths of the effective samples. Writes a run folder with samples.npz, anneal.json (what every "
                    + "move did) and the report. Samples that descend from one count as copies: the report says from "
                    + "how many they do."
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

    @Option(
            names = "--move",
            paramLabel = "MOVE",
            defaultValue = "mala",
            description = "mala: one leapfrog step with a Metropolis test; hmc: several; ula: one without a test, its "
                    + "kernel's ratio goes into the weight (default: ${DEFAULT-VALUE})")
    private String move;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "moves of every sample, at each temperature (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(
            names = "--leapfrogs",
            paramLabel = "L",
            description = "leapfrog steps of a move of hmc (default: " + AnnealPlan.LEAPFROGS + ")")
    private Integer leapfrogs;

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
        boolean hmc = move.equals("hmc");
        if (leapfrogs != null && !hmc) {
            throw new BadInput("--leapfrogs is for --move hmc; leave it out, or give that move");
        }
        AnnealPlan plan = new AnnealPlan(
                move,
                steps,
                Given.or(leapfrogs, hmc ? AnnealPlan.LEAPFROGS : 1),
                hottest,
                threshold,
                Pipeline.samplesOf(run));
        Path folder = output != null ? output : run.resolveSibling(run.getFileName() + "-annealed");
        print(Pipeline.anneal(
                run, folder, plan, EvaluationPlan.ONCE.with(profiles.variables()), typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
