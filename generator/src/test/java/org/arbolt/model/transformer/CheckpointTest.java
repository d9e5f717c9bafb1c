package org.arbolt.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.io.checkpoint.TensorData;
import org.arbolt.model.decoding.KernelSampler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    @TempDir
    private Path folder;

    private int[] tokens;
    private Path file;

    @BeforeEach
    void prepare() {
        tokens = TransformerTest.tokens(3, 1);
        file = folder.resolve("model.safetensors");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void aNetworkComesBackAsItWas(int frequencies) {
        TransformerWeights network = TransformerTest.weights(frequencies);
        Checkpoint.save(file, network, Checkpoint.Storage.FLOAT32, Map.of("made by", "a test"));
        Checkpoint loaded = Checkpoint.load(file);
        TransformerWeights copy = loaded.network();
        assertThat(loaded.notes()).containsExactly(Map.entry("made by", "a test"));
        assertThat(copy.config()).isEqualTo(network.config());
        assertThat(copy.frequencies()).isEqualTo(frequencies);
        assertThat(logProbabilities(copy)).isEqualTo(logProbabilities(network));
    }

    @Test
    void theExportedNetworkIsTheSameUnderThePublishedNames() {
        TransformerWeights network = TransformerTest.weights(5);
        Checkpoint.export(file, network, Checkpoint.Storage.FLOAT32, Map.of());
        TransformerWeights copy = Checkpoint.load(file).network();
        assertThat(copy.frequencies()).isZero();
        assertThat(copy.arrays()).containsKeys("token_embed.weight", "output_proj.weight");
        assertThat(logProbabilities(copy)).containsExactly(logProbabilities(network), within(1e-4));
    }

    @Test
    void bfloat16HalvesTheFileAndChangesLittle() throws IOException {
        TransformerWeights network = TransformerTest.weights(0);
        Checkpoint.save(folder.resolve("whole"), network, Checkpoint.Storage.FLOAT32, Map.of());
        Checkpoint.save(file, network, Checkpoint.Storage.BFLOAT16, Map.of());
        long saved = Files.size(folder.resolve("whole")) - Files.size(file);
        long numbers = network.arrays().values().stream()
                .mapToLong(array -> array.values().length)
                .sum();
        assertThat(saved).isBetween(2 * numbers - 100, 2 * numbers + 100);
        TransformerWeights copy = Checkpoint.load(file).network();
        assertThat(logProbabilities(copy)).containsExactly(logProbabilities(network), within(0.3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void aTruncatedFileIsRefusedWhereverItEnds(int frequencies) throws IOException {
        byte[] bytes = saved(frequencies);
        for (int cut : new int[] {0, 1, 7, 8, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, cut));
            refused(file.toString());
        }
    }

    @Test
    void anAlteredFileIsRefusedWhereverItWasAltered() throws IOException {
        byte[] bytes = saved(0);
        for (int at = 0; at < bytes.length; at += bytes.length / 50) {
            byte[] altered = bytes.clone();
            altered[at] ^= 0x10;
            Files.write(file, altered);
            refused(file.toString());
        }
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        refused(folder.resolve("model.safetensors").toString());
        Files.write(file, "hello, this is text and not a model".getBytes(StandardCharsets.UTF_8));
        refused(file.toString());
        Safetensors.write(file, Map.of("x", TensorData.ofFloats(new float[2], 2)), Map.of());
        refused("shape of its network");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"layers\":2 | \"layers\":3 | is missing",
                "\"layers\":2 | \"layers\":1 | does not have",
                "\"layers\":2 | \"layers\":-1 | layers must be between",
                "\"layers\":2 | \"layers\":\"two\" | JSON",
                "\"layers\":2 | \"lairs\":2 | JSON",
                "\"channels\":16 | \"channels\":32 | is F32",
                "\"bins\":32 | \"bins\":65536 | is F32",
                "\"positions\":12 | \"positions\":16384 | what its positions are",
                "\"kind\":[0, | \"kind\":[9, | kind must be between",
                "\"frequencies\":0 | \"frequencies\":2000000000 | frequencies must be between",
                "\"frequencies\":0 | \"frequencies\":3 | token_embed.smooth is missing"
            })
    void aShapeThatDoesNotFitTheTensorsIsRefused(String part, String changed, String why) {
        saved(0);
        Map<String, TensorData> tensors;
        Map<String, String> metadata;
        try (Arena arena = Arena.ofConfined()) {
            Safetensors all = Safetensors.read(file, arena);
            tensors = new LinkedHashMap<>();
            all.tensors().forEach((name, t) -> tensors.put(name, TensorData.ofFloats(t.toFloats(), t.shape())));
            metadata = new LinkedHashMap<>(all.metadata());
        }
        String shape = metadata.get("arbolt.transformer");
        assertThat(shape).contains(part);
        metadata.put("arbolt.transformer", shape.replace(part, changed));
        Safetensors.write(file, tensors, metadata);
        refused(why);
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() {
        TransformerWeights network = TransformerTest.weights(0);
        TransformerWeights.Values weights = (name, _) -> {
            float[] values = network.arrays().get(name).values().clone();
            values[0] = name.equals("final_norm.weight") ? Float.NaN : values[0];
            return values;
        };
        TransformerWeights broken = TransformerWeights.of(network.config(), network.molecule(), 0, weights);
        Checkpoint.save(file, broken, Checkpoint.Storage.FLOAT32, Map.of());
        refused("final_norm.weight");
    }

    private byte[] saved(int frequencies) {
        try {
            TransformerWeights network = TransformerTest.weights(frequencies);
            Checkpoint.save(file, network, Checkpoint.Storage.FLOAT32, Map.of());
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void refused(String why) {
        assertThatThrownBy(() -> Checkpoint.load(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private double[] logProbabilities(TransformerWeights network) {
        return new KernelSampler(network, 1).logProbabilities(tokens);
    }
}
