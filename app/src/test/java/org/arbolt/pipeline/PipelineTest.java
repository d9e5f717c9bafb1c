package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.Stages;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole path in miniature. */
class PipelineTest {
    private static final DynamicsPlan REFERENCE = new DynamicsPlan(4, 2, 1, 400, 0.2, 0.2, 10);
    private static final DynamicsPlan DATA = new DynamicsPlan(8, 2, 2, 400, 0.2, 0.1, 20);

    @TempDir
    private Path folder;

    private static RunConfig config(long seed, TrainingPlan.CoordinateKind coordinates) {
        TrainingPlan training = new TrainingPlan(
                DATA,
                coordinates,
                new NetworkSize(64, 1, 16, 2, 8),
                TrainConfig.of(4, 16, 1e-3, LogVarianceLoss.BY_NOISE));
        return new RunConfig(
                new MolecularSystem("Ace-A-Nme", "amber99sbildn-obc", "none", 300),
                seed,
                REFERENCE,
                new RunConfig.ModelSource(null, null, training),
                new RunConfig.SamplingPlan(1, "psis", false));
    }

    private Summary run(Path path, int samples, RunConfig config) {
        return Pipeline.run(path, config, samples, "arbolt run", Stages.SILENT);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CARTESIAN")
    void fromANameToAReportAndToppedUpWithoutATrace(TrainingPlan.CoordinateKind coordinates) throws IOException {
        RunConfig config = config(3, coordinates);
        Path once = folder.resolve("once");
        Path topped = folder.resolve("topped");
        Summary summary = run(once, 60, config);
        run(topped, 25, config);
        run(topped, 60, config);
        assertThat(summary.weights().samples()).isEqualTo(60);
        assertThat(summary.worth()).hasSize(2).first().asString().startsWith("These 60 samples are worth");
        assertThat(once.resolve("report.html")).content().contains(summary.worth());
        for (String name : new String[] {
            "config.yaml",
            "run.json",
            "topology.pdb",
            "reference.npz",
            "model.safetensors",
            "samples.npz",
            "samples.dcd",
            "metrics.jsonl",
            "metrics.json",
            "report.html"
        }) {
            assertThat(once.resolve(name)).isNotEmptyFile();
        }
        assertThat(PdbFile.read(once.resolve("topology.pdb")).topology().atomCount())
                .isEqualTo(22);
        for (String array : new String[] {"positions", "energy"}) {
            assertThat(Npz.read(topped.resolve("samples.npz"), array).toDoubles())
                    .isEqualTo(Npz.read(once.resolve("samples.npz"), array).toDoubles());
        }
        for (Path run : new Path[] {once, topped}) { // each sample's energy, and those of its stiff coordinates
            assertThat(new ObjectMapper()
                            .readTree(run.resolve("run.json").toFile())
                            .get("energyEvaluations")
                            .get("sampling")
                            .asInt())
                    .isBetween(40 * 60, 200 * 60);
        }
        assertThat(Files.readString(once.resolve("report.html"))).contains("Ace-A-Nme");
        assertThat(Files.readString(once.resolve("run.json"))).contains("libtorch-");
    }

    @Test
    void aFolderOfAnotherRunIsRefusedWithTheDifference() {
        RunConfig config = config(3, TrainingPlan.CoordinateKind.INTERNAL);
        begin(folder, config);
        assertThatThrownBy(() -> RunFolder.open(folder, config(4, TrainingPlan.CoordinateKind.INTERNAL)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("seed is 3 there, 4 here");
        RunFolder.open(folder, config).close();
    }

    private static void begin(Path path, RunConfig config) {
        try (RunFolder run = RunFolder.open(path, config)) {
            run.writeJson(RunFiles.CONVERGENCE, "something done");
        }
    }

    @Test
    void aRunOfWhichNothingIsDoneLeavesNothing() throws IOException {
        RunConfig config = config(3, TrainingPlan.CoordinateKind.INTERNAL);
        Path run = folder.resolve("runs").resolve("a");
        try (RunFolder begun = RunFolder.open(run, config)) {
            begun.writeJson(RunFiles.RECORD, "remarks");
            Files.createDirectory(begun.file("checkpoints"));
            assertThat(run).isDirectoryContaining("glob:**config.yaml");
        }
        assertThat(folder).isEmptyDirectory();

        Path given = Files.createDirectory(folder.resolve("given"));
        RunFolder.open(given, config).close();
        assertThat(given).isEmptyDirectory();

        begin(run, config); // what an earlier process has begun is not this one's to take away
        RunFolder.open(run, config).close();
        assertThat(run.resolve(RunFiles.CONFIG)).isRegularFile();
    }

    @Test
    void aRunKnowsItsModelByWhatItHoldsNotByWhereItLies() throws IOException {
        Path here = Files.writeString(folder.resolve("here.safetensors"), "weights");
        Path there = Files.writeString(folder.resolve("there.safetensors"), "weights");
        Path other = Files.writeString(folder.resolve("other.safetensors"), "other weights");
        Path run = folder.resolve("run");
        begin(run, given(here));
        RunFolder.open(run, given(there)).close();
        assertThatThrownBy(() -> RunFolder.open(run, given(other)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("model.sha256 is")
                .hasMessageContaining("other.safetensors here");
    }

    @Test
    void tooFewFramesToTrainOnAreRefused() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Path frames = folder.resolve("one.pdb");
        PdbFile.write(frames, molecule.topology(), new Frames(22, molecule.xyz()));
        RunConfig config = config(3, TrainingPlan.CoordinateKind.INTERNAL);
        assertThatThrownBy(() -> Pipeline.train(
                        folder.resolve("run"), config, GivenFrames.of(frames), "arbolt train", Stages.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("1 frames to train on, fewer than 100");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aCheckpointOfPyTorchIsToBeImportedFirst() throws IOException {
        Path checkpoint = Files.writeString(folder.resolve("robin.ckpt"), "PK and so on");
        assertThatThrownBy(() -> given(checkpoint)).isInstanceOf(BadInput.class).hasMessageContaining("arbolt import");
    }

    private static RunConfig given(Path model) {
        return new RunConfig(
                new MolecularSystem("Ace-A-Nme", "amber99sbildn-obc", "none", 300),
                1,
                REFERENCE,
                Presets.file(model),
                new RunConfig.SamplingPlan(1, "psis", false));
    }

    @Test
    void aFolderWithForeignFilesIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> RunFolder.open(folder, config(3, TrainingPlan.CoordinateKind.INTERNAL)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no run folder");
        assertThat(folder.resolve("thesis.txt")).hasContent("precious");
        assertThat(folder.resolve(".lock")).doesNotExist();
    }

    @Test
    void aFolderInUseIsRefused() {
        RunConfig config = config(3, TrainingPlan.CoordinateKind.INTERNAL);
        try (RunFolder held = RunFolder.open(folder, config)) {
            assertThatThrownBy(() -> RunFolder.open(held.path(), config))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aTruncatedModelIsRefusedByName() throws IOException {
        Path model = folder.resolve("model.safetensors");
        Files.write(model, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> TrainedModel.load(model, "Ace-A-Nme", Peptide.topology("Ace-A-Nme")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(model.toString());
    }
}
