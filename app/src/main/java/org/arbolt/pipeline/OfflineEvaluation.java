package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.function.Function;
import org.arbolt.BadInput;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.run.RunFiles;
import org.arbolt.run.Stages;
import org.arbolt.sampling.ImportanceWeights;

/** Judges samples of any source, without a model. */
public final class OfflineEvaluation {
    private OfflineEvaluation() {}

    /**
     * Judges samples.
     *
     * @param samples as a user gives them
     * @param reference likewise; null for none
     * @param output folder for {@code metrics.json} and the report
     */
    public static Summary run(
            GivenFrames samples,
            GivenFrames reference,
            OfflineConfig config,
            Path output,
            String command,
            Stages stages) {
        if (config.system().structure() == null) {
            throw new BadInput("--topology must be a PDB file with the atoms of the samples in their order");
        }
        try (RunContext bench = RunContext.open(output, config, command, stages)) {
            PdbFile.Contents topology = PdbFile.read(bench.folder().file(RunFiles.STRUCTURE), bench.remarks());
            GivenSamples given = new GivenSamples(
                    bench, samples.path(), config.centroid(), ImportanceWeights.Treatment.parse(config.weights()));
            Evaluation.Samples read = given.read(
                    opener(bench, topology, samples), frames -> bench.energies("energies of samples", frames));
            ReferenceFile compared = reference == null
                    ? null
                    : ReferenceFile.read(
                            reference.path(),
                            opener(bench, topology, reference),
                            config.comparison().referenceWeights(),
                            frames -> bench.energies("energies of the reference", frames),
                            bench.seed());
            return new Findings(bench, output).write(read, compared, config.comparison(), null);
        }
    }

    private static Function<Path, FrameSource> opener(RunContext bench, PdbFile.Contents topology, GivenFrames given) {
        return file ->
                TrajectoryFile.open(file, topology, given.with(bench.remarks()).options());
    }
}
