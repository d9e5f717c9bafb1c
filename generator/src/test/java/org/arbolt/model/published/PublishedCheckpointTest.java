package org.arbolt.model.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.model.coordinates.Grid;
import org.arbolt.model.transformer.AtomLabels;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.TensorsFreed;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerTest;
import org.arbolt.peptide.Peptide;
import org.arbolt.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that PyTorch wrote (tools/make_torch_reference.py) give the logits that PyTorch computes. */
@ExtendWith(TensorsFreed.class)
class PublishedCheckpointTest {
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"single", "robin", "crossed", "classic", "averaged", "ungated"})
    void logitsAreThoseOfPyTorch(String name) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            Safetensors reference = Safetensors.read(resource(name + ".safetensors"), arena);
            PublishedCheckpoint.Read read = PublishedCheckpoint.read(
                    resource(name + ".ckpt"), heads(reference.metadata().get("heads")));
            try (Transformer network = read.network()) {
                float[] expected = reference.tensors().get("logits").toFloats();
                float[] logits = logits(network, reference);
                double worst = 0;
                for (int i = 0; i < expected.length; i++) {
                    worst = Math.max(worst, Math.abs(logits[i] - expected[i]));
                }
                System.out.printf(
                        "%s: largest difference from PyTorch %.1e in logits up to %.1f%n",
                        name, worst, largest(expected));
                assertThat(logits).containsExactly(expected, within(TOLERANCE));
                assertThat(largest(expected)).isGreaterThan(1); // the comparison is of numbers of some size
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "single | 3 | heads 3 (from the checkpoint's num_heads) | scale 0.35 (assumed",
                "crossed | 2 | heads 2 (from the width of cross-attention's norms) | grid-max 4.25 (from the checkpoint's grid_max)",
                "averaged | 2 | heads 2 (from the checkpoint's n_heads) | weights of the moving average"
            })
    void whatTheShapesDoNotTellComesFromTheHyperParameters(String name, int heads, String first, String second)
            throws Exception {
        PublishedCheckpoint.Read read =
                PublishedCheckpoint.read(resource(name + ".ckpt"), PublishedCheckpoint.Known.NOTHING);
        try (Transformer network = read.network()) {
            assertThat(network.config().heads()).isEqualTo(heads);
            assertThat(String.join("\n", read.sources())).contains(first).contains(second);
        }
    }

    @Test
    void whatIsGivenGoesBeforeWhatTheCheckpointSays() throws Exception {
        PublishedCheckpoint.Read read =
                PublishedCheckpoint.read(resource("crossed.ckpt"), new PublishedCheckpoint.Known(null, -2.0, 2.0, 0.5));
        try (Transformer _ = read.network()) {
            assertThat(read.scale()).isEqualTo(0.5);
            Grid cells = read.cells();
            double between = 4.0 / 31;
            assertThat(cells.width()).isCloseTo(between, within(1e-12));
            assertThat(cells.at(0, 0.5))
                    .isCloseTo(-2, within(1e-12)); // bins are centred where the published code puts them
            assertThat(cells.at(31, 0.5)).isCloseTo(2, within(1e-12));
        }
    }

    @Test
    void headsThatNobodyKnowsAreAskedFor() throws Exception {
        Path robin = resource("robin.ckpt");
        assertThatThrownBy(() -> PublishedCheckpoint.read(robin, PublishedCheckpoint.Known.NOTHING))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--heads")
                .hasMessageContaining("multiple of the heads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "robin", "crossed", "classic", "averaged"})
    void whatIsSavedHereAndExportedIsTheSameNetwork(String name) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            Safetensors reference = Safetensors.read(resource(name + ".safetensors"), arena);
            PublishedCheckpoint.Read read = PublishedCheckpoint.read(
                    resource(name + ".ckpt"), heads(reference.metadata().get("heads")));
            try (Transformer network = read.network()) {
                Path file = folder.resolve("saved.safetensors");
                Checkpoint.save(file, network, Checkpoint.Storage.FLOAT32, Map.of());
                try (Transformer copy = Checkpoint.load(file).network()) {
                    assertThat(logits(copy, reference)).isEqualTo(logits(network, reference));
                }
                Checkpoint.export(file, network, Checkpoint.Storage.FLOAT32, Map.of());
                assertThat(Files.size(file)).isPositive();
                assertThat(Safetensors.read(file, arena).tensors())
                        .containsKeys("token_embed.weight", "blocks.1.attn.qkv.weight", "output_proj.weight");
            }
        }
    }

    private static float[] logits(Transformer network, Safetensors reference) {
        Transformer bound = network;
        if (reference.metadata().containsKey("peptide")) {
            var topology = Peptide.topology(reference.metadata().get("peptide"));
            TokenLayout axes = TransformerTest.cartesian(topology.atomCount());
            bound = network.of(new TokenLayout(axes.kind(), axes.atom(), AtomLabels.of(topology)));
        }
        long[] shape = reference.tensors().get("tokens").shape();
        Tensor tokens = Tensor.of(reference.tensors().get("tokens").toLongs(), shape);
        return bound.forward(tokens, NetworkPrecision.FLOAT32).detach().toFloats();
    }

    private static PublishedCheckpoint.Known heads(String heads) {
        return new PublishedCheckpoint.Known(heads == null ? null : Integer.valueOf(heads), null, null, null);
    }

    private static double largest(float[] x) {
        double most = 0;
        for (float v : x) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }

    private static Path resource(String name) throws Exception {
        return Path.of(
                PublishedCheckpointTest.class.getResource("torch/" + name).toURI());
    }
}
