package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.checkpoint.Pickled;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.io.checkpoint.TensorData;
import org.arbolt.io.checkpoint.TorchFile;
import org.arbolt.io.checkpoint.TorchTensor;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.model.published.PublishedCheckpoint;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.Stages;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Reflected;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a checkpoint of the published form to samples of peptides, with random weights. */
class ModelConversionTest {
    private static final PublishedCheckpoint.Known NOTHING_KNOWN =
            new PublishedCheckpoint.Known(null, null, null, null);
    private static final PublishedCheckpoint.Known TWO_HEADS = new PublishedCheckpoint.Known(2, null, null, null);

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void name() {
        model = folder.resolve("robin.safetensors");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyPeptideIsSampledZeroShot(boolean reflect) throws Exception {
        ModelConversion.importCheckpoint(resource("robin.ckpt"), model, TWO_HEADS, null);
        for (String peptide : new String[] {"AG", "GG"}) {
            Path run = folder.resolve(peptide);
            sample(run, peptide, 30, reflect);
            sample(run, peptide, 50, reflect); // tops up
            Path samples = run.resolve("samples.npz");
            Molecule molecule = Peptide.of(peptide);
            int atoms = molecule.topology().atomCount();
            Frames frames = new Frames(atoms, Npz.read(samples, "positions").toDoubles());
            assertThat(frames.count()).isEqualTo(50);
            assertThat(Npz.read(samples, "energy").toDoubles()).hasSize(50);
            assertThat(Npz.read(samples, "log_weight").toDoubles()).hasSize(50);
            try (ModelProposal plain =
                    TrainedModel.load(model, peptide, molecule.topology()).proposal(1)) {
                Stereocentres chirality = Stereocentres.of(molecule.topology(), molecule.xyz());
                Proposal proposal = reflect ? new Reflected(plain, chirality) : plain;
                assertThat(proposal.logDensity(frames))
                        .containsExactly(Npz.read(samples, "log_q").toDoubles(), within(1e-3));
            }
            assertThat(Npz.read(samples, "centroid_deviation").toDoubles()[0])
                    .isCloseTo(
                            spread(frames), within(1e-6)); // fitted to the proposals, which are not shifted in training
        }
    }

    @Tag("slow")
    @Test
    void peptidesBeyondTheModelAreRefused() throws Exception {
        ModelConversion.importCheckpoint(resource("robin.ckpt"), model, TWO_HEADS, null);
        assertThatThrownBy(() -> sample(folder.resolve("a"), "WWW", 5, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("WWW is beyond this model");
        assertThatThrownBy(() -> sample(folder.resolve("b"), "Ace-A-Nme", 5, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("without caps");
    }

    @Test
    void aModelOfOneMoleculeIsImportedWithItsName() throws Exception {
        assertThatThrownBy(() -> ModelConversion.importCheckpoint(resource("single.ckpt"), model, NOTHING_KNOWN, null))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("name its peptide");
        assertThatThrownBy(() -> ModelConversion.importCheckpoint(resource("single.ckpt"), model, NOTHING_KNOWN, "AAA"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("AAA has 99 coordinates, but")
                .hasMessageContaining("12");
        assertThat(model).doesNotExist();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"robin", "classic", "averaged"})
    void logitsOfACheckpointAndOfWhatWasImportedAreThoseOfPyTorch(String name) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            Safetensors reference = Safetensors.read(resource(name + ".safetensors"), arena);
            TensorData tokens = reference.tensors().get("tokens");
            Path tokensFile = folder.resolve("tokens.npz");
            Npz.write(tokensFile, Map.of("tokens", NpyArray.of(tokens.toLongs(), tokens.shape())));
            String peptide = reference.metadata().get("peptide");
            Path output = folder.resolve("logits.npz");
            ModelConversion.logits(resource(name + ".ckpt"), tokensFile, peptide, TWO_HEADS, output, Progress.NONE);
            NpyArray logits = Npz.read(output, "logits");
            assertThat(logits.shape())
                    .isEqualTo(reference.tensors().get("logits").shape());
            assertThat((float[]) logits.data())
                    .containsExactly(reference.tensors().get("logits").toFloats(), within(1e-4f));
        }
    }

    @Test
    void tokensThatTheModelDoesNotHaveAreRefused() throws Exception {
        Path tokens = folder.resolve("tokens.npz");
        Npz.write(tokens, Map.of("tokens", NpyArray.of(new long[] {0, 32}, 1, 2)));
        assertThatThrownBy(() -> logits(tokens, "AG"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("token 32");
        assertThatThrownBy(() -> logits(tokens, null))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("model of any peptide; say which");
        Npz.write(tokens, Map.of("tokens", NpyArray.of(new long[100], 1, 100)));
        assertThatThrownBy(() -> logits(tokens, "AG"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("longer");
        Npz.write(tokens, Map.of("tokens", NpyArray.of(new float[2], 1, 2)));
        assertThatThrownBy(() -> logits(tokens, "AG"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("integers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"robin", "crossed"})
    void whatIsExportedIsWhatWasImported(String name) throws Exception {
        ModelConversion.importCheckpoint(
                resource(name + ".ckpt"), model, name.equals("robin") ? TWO_HEADS : NOTHING_KNOWN, null);
        Path state = folder.resolve("state.safetensors");
        int count = ModelConversion.export(model, "net.", state);
        try (Arena arena = Arena.ofConfined();
                TorchFile torch = TorchFile.open(resource(name + ".ckpt"))) {
            Map<String, TensorData> exported = Safetensors.read(state, arena).tensors();
            Map<String, TorchTensor> original =
                    TorchFile.tensors(Pickled.entries(torch.root()).get("state_dict"));
            original.keySet().removeIf(n -> n.endsWith("causal_mask")); // which PyTorch makes itself
            assertThat(exported.keySet()).containsExactlyInAnyOrderElementsOf(original.keySet());
            assertThat(count).isEqualTo(original.size());
            original.forEach((n, tensor) -> {
                assertThat(exported.get(n).shape()).as(n).isEqualTo(tensor.shape());
                assertThat(exported.get(n).toFloats())
                        .as(n)
                        .isEqualTo(torch.read(n, tensor).toFloats());
            });
        }
    }

    @Test
    void nothingIsLeftOfAFailedImport() throws Exception {
        Path damaged = folder.resolve("damaged.ckpt");
        byte[] bytes = Files.readAllBytes(resource("robin.ckpt"));
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> ModelConversion.importCheckpoint(damaged, model, TWO_HEADS, null))
                .isInstanceOf(BadInput.class);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(damaged);
        }
    }

    private void logits(Path tokens, String peptide) throws Exception {
        ModelConversion.logits(
                resource("robin.ckpt"), tokens, peptide, TWO_HEADS, folder.resolve("l.npz"), Progress.NONE);
    }

    private void sample(Path run, String peptide, int samples, boolean reflect) {
        RunConfig config = new RunConfig(
                new MolecularSystem(peptide, "amber99sbildn-obc", "none", 300),
                3,
                null,
                Presets.file(model),
                new RunConfig.SamplingPlan(1, "none", reflect));
        Pipeline.sample(run, config, samples, EvaluationPlan.ONCE, "arbolt sample", Stages.SILENT);
    }

    private static double spread(Frames frames) {
        double squares = 0;
        for (int f = 0; f < frames.count(); f++) {
            for (int axis = 0; axis < 3; axis++) {
                double mean = 0;
                for (int atom = 0; atom < frames.atoms(); atom++) {
                    mean += frames.get(f, atom, axis) / frames.atoms();
                }
                squares += mean * mean;
            }
        }
        return Math.sqrt(squares / 3 / frames.count());
    }

    private static Path resource(String name) throws Exception {
        return Path.of(PublishedCheckpoint.class.getResource("torch/" + name).toURI());
    }
}
