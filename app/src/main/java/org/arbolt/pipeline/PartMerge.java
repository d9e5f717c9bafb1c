package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.io.trajectory.TrajectoryFormat;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;

/**
 * Makes one run of its parts: the folder that one process would have made, its arrays equal to the bit where parts were
 * computed with vectors of one width. A function of the parts' folders alone; what computed them, and where, is nothing
 * to it.
 */
public final class PartMerge {
    private PartMerge() {}

    /**
     * @param given folders of parts, or folders that hold such
     * @param output the run's folder; of energies, their file
     * @param command the command line, for the record
     * @return what was made, for people
     * @throws BadInput if a part is missing, there twice, of another run, not done or damaged
     */
    public static String run(List<Path> given, Path output, String command, Stages stages) {
        PartFolders parts = PartFolders.of(given, stages);
        if (parts.config() instanceof EnergyConfig config) {
            return energies(parts, config, output, command, stages);
        }
        if (parts.config() instanceof ScreenConfig config) {
            return new ScreenMerge(parts, config).run(output, command, stages);
        }
        RunConfig config = (RunConfig) parts.config();
        RunContext.takeSources(parts.folder(0), output, config);
        try (RunContext bench = RunContext.open(output, config, command, stages)) {
            parts.records().writeInto(bench.record());
            parts.tellWidths(bench.remarks());
            switch (parts.work()) {
                case SAMPLES, POPULATIONS -> {
                    return samples(bench, config, parts);
                }
                case DYNAMICS -> trajectory(bench, parts, RunFiles.TRAJECTORY, config.dynamics());
                case DATA ->
                    DataStage.trajectories(config.dynamics())
                            .forEach((file, plan) -> trajectory(bench, parts, file, plan));
                case ENERGIES, PEPTIDES -> throw new IllegalStateException(parts.work() + " have no one molecule");
            }
        }
        return parts.work() == Part.Work.DATA // what is made of trajectories is made as ever
                ? Pipeline.data(output, config, command, stages)
                : Pipeline.dynamics(output, config, Set.of(TrajectoryFormat.DCD), command, stages);
    }

    private static void trajectory(RunContext bench, PartFolders parts, String file, DynamicsPlan plan) {
        bench.stage("merging", file, () -> {
            new TrajectoryMerge(parts, file, plan, bench.molecule().topology().atomCount())
                    .write(bench.folder().file(file), bench.stages().begin("merging " + file, "frames"));
            return 0;
        });
    }

    private static String samples(RunContext bench, RunConfig config, PartFolders parts) {
        List<Portion> portions = IntStream.range(0, parts.count())
                .mapToObj(i -> portion(parts, i, config.sampling()))
                .toList();
        long count = portions.stream().mapToLong(Portion::count).sum();
        int there = new SampleStage(bench, config.sampling()).count();
        if (there != 0 && there != count) {
            throw new BadInput(bench.folder().file(RunFiles.SAMPLES) + " holds " + there + " samples, the parts "
                    + count + "; choose another output folder");
        }
        bench.stage("merging", RunFiles.SAMPLES, () -> {
            new SampleMerge(bench, config.sampling(), portions)
                    .run(bench.stages().begin("merging", "samples"));
            return 0;
        });
        return parts.items() + " " + parts.work().items() + " of " + parts.count() + " parts: "
                + bench.folder().file(RunFiles.SAMPLES);
    }

    private static Portion portion(PartFolders parts, int number, RunConfig.SamplingPlan plan) {
        Part part = parts.part(number);
        Path folder = parts.folder(number);
        boolean smc = plan.smc() != null;
        return new Portion(
                folder.resolve(RunFiles.part(RunFiles.SAMPLES)),
                smc ? folder.resolve(RunFiles.part(RunFiles.SMC)) : null,
                Math.toIntExact(part.count() * (smc ? plan.smc().particles() : 1)),
                (smc ? "the " : "log_q and energy of the ") + part.count() + " "
                        + part.work().items() + " of part " + part.text(),
                "delete it and compute the part again");
    }

    /** Energies are a file; what they cost goes beside it. */
    private static String energies(PartFolders parts, EnergyConfig config, Path output, String command, Stages stages) {
        if (Files.isDirectory(output)) {
            throw new BadInput(output + " is a folder, the energies of all parts are one file; name one, e.g. "
                    + output.resolve(RunFiles.ENERGIES));
        }
        new EnergyMerge(parts, config.forces()).write(output, stages.begin("merging", "arrays of parts"));
        Path costs = output.resolveSibling(output.getFileName() + "." + RunFiles.RECORD);
        RunRecord record = RunRecord.begin(command, parts.records().seed());
        parts.records().writeInto(record);
        parts.tellWidths(record.remarks(stages));
        RunFolder.writeJson(costs, record);
        return parts.items() + " frames of " + parts.count() + " parts: " + output + ", their cost: " + costs;
    }
}
