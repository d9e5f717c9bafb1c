package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.TransferableModel;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.PeptideShardWriter;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.Stages;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class TransferableTrainingTest {
    private static final DynamicsPlan DYNAMICS = new DynamicsPlan(2, 1, 4, 300, 0, 0.1, 7);

    @TempDir
    Path folder;

    /** The whole path in miniature; what it writes is finite, and the same command again does nothing anew. */
    @ParameterizedTest
    @EnumSource
    void onePathFromNamesToUnseenPeptides(TrainingPlan.CoordinateKind coordinates) throws IOException {
        TransferableTrainingConfig config = config(coordinates, List.of("GG", "AG", "GA"), List.of("AA"));
        String table = TransferableTraining.run(folder, config, null, "test", Stages.SILENT);
        assertThat(table).contains("AA").contains("model.safetensors");
        assertThat(folder.resolve("data/AG.npz")).exists();
        assertThat(folder.resolve("metrics.jsonl")).exists();
        JsonNode result = new ObjectMapper()
                .readTree(folder.resolve("transfer.json").toFile())
                .get(0);
        assertThat(result.get("peptide").asText()).isEqualTo("AA");
        assertThat(result.get("weights").get("samples").asInt()).isEqualTo(16);
        assertThat(result.get("weights").get("rawEffectiveSamples").asDouble()).isBetween(0.0, 16.0);
        JsonNode cost =
                new ObjectMapper().readTree(folder.resolve("run.json").toFile()).get("energyEvaluations");
        assertThat(cost.get("data and training").asLong()).isGreaterThan(3 * 56 * 40); // 40 steps between frames
        assertThat(TransferableTraining.run(folder, config, null, "test", Stages.SILENT))
                .isEqualTo(table);
    }

    @Test
    void aPeptideWithAResidueNeverSeenIsRefused() {
        TransferableTrainingConfig config =
                config(TrainingPlan.CoordinateKind.INTERNAL, List.of("GG", "AG"), List.of("GA"));
        assertThatThrownBy(() -> TransferableTraining.run(folder, config, null, "test", Stages.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("CALA")
                .hasMessageNotContaining("\n");
    }

    /**
     * Shards instead of files of single peptides; killed in the middle, the same command ends with the same model and
     * losses.
     */
    @ParameterizedTest
    @EnumSource
    void shardsAreStreamedAndAKilledRunGoesOnToTheBit(TrainingPlan.CoordinateKind coordinates) throws IOException {
        Path shards = Files.createDirectory(folder.resolve("shards"));
        writeShards(shards, List.of("GG", "AG", "GA"));
        TrainingPlan plan = plan(coordinates, TrainConfig.of(60, 6, 1e-3, LogVarianceLoss.BY_NOISE));
        TransferableTrainingConfig config = new TransferableTrainingConfig(
                List.of("AG", "GA"), List.of("GG"), "amber99sbildn-obc", "none", 300, 7, plan, 16);
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        String table = TransferableTraining.run(whole, config, GivenFrames.of(shards), "test", Stages.SILENT);
        assertThat(table).contains("GG");
        assertThatThrownBy(() ->
                        TransferableTraining.run(broken, config, GivenFrames.of(shards), "test", new KilledAt(40)))
                .hasMessage("killed");
        assertThat(TransferableTraining.run(broken, config, GivenFrames.of(shards), "test", Stages.SILENT))
                .isEqualTo(table.replace("whole", "broken"));
        assertThat(broken.resolve("model.safetensors")).hasSameBinaryContentAs(whole.resolve("model.safetensors"));
        assertThat(losses(broken)).isEqualTo(losses(whole)).hasSize(3);
    }

    /** A model of one of the peptides alone streams them too, with the same losses whether it was killed or not. */
    @ParameterizedTest
    @EnumSource
    void oneOfThePeptidesOfShardsIsStreamed(TrainingPlan.CoordinateKind coordinates) throws IOException {
        Path shards = Files.createDirectory(folder.resolve("shards"));
        writeShards(shards, List.of("GG", "AG"));
        TrainingPlan plan = plan(coordinates, TrainConfig.of(60, 6, 1e-3, LogVarianceLoss.BY_NOISE));
        RunConfig config = new RunConfig(
                new MolecularSystem("AG", "amber99sbildn-obc", "none", 300),
                7,
                null,
                new RunConfig.ModelSource(null, null, plan),
                null);
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        Pipeline.train(whole, config, GivenFrames.of(shards), "test", Stages.SILENT);
        assertThatThrownBy(() -> Pipeline.train(broken, config, GivenFrames.of(shards), "test", new KilledAt(40)))
                .hasMessage("killed");
        Pipeline.train(broken, config, GivenFrames.of(shards), "test", Stages.SILENT);
        assertThat(parameters(broken)).isEqualTo(parameters(whole));
        assertThat(losses(broken)).isEqualTo(losses(whole)).hasSize(3);
        JsonNode cost =
                new ObjectMapper().readTree(whole.resolve("run.json").toFile()).get("energyEvaluations");
        assertThat(cost.get("training").asLong()).isEqualTo(300); // every frame of AG once, the buffer being as large
    }

    /**
     * Steps too small to change a bfloat16 number leave the model as it was, whether it goes on as one of many or of
     * one.
     */
    @ParameterizedTest
    @EnumSource
    void trainingGoesOnFromAModel(TrainingPlan.CoordinateKind coordinates) throws IOException {
        Path shards = Files.createDirectory(folder.resolve("shards"));
        writeShards(shards, List.of("AG", "GA"));
        TransferableTrainingConfig first = new TransferableTrainingConfig(
                List.of("AG", "GA"),
                List.of(),
                "amber99sbildn-obc",
                "none",
                300,
                7,
                plan(coordinates, TrainConfig.of(40, 6, 1e-2, LogVarianceLoss.NONE)),
                16);
        Path before = folder.resolve("before");
        TransferableTraining.run(before, first, GivenFrames.of(shards), "test", Stages.SILENT);
        TrainingPlan.StartModel start = Presets.start(before.resolve("model.safetensors"));
        TrainingPlan still =
                new TrainingPlan(DYNAMICS, null, null, TrainConfig.of(2, 6, 1e-30, LogVarianceLoss.NONE), 256, start);
        Path many = folder.resolve("many");
        TransferableTraining.run(
                many,
                new TransferableTrainingConfig(
                        List.of("AG", "GA"), List.of(), "amber99sbildn-obc", "none", 300, 8, still, 16),
                GivenFrames.of(shards),
                "test",
                Stages.SILENT);
        assertThat(parameters(many)).isEqualTo(parameters(before));
        Path one = folder.resolve("one");
        MolecularSystem system = new MolecularSystem("AG", "amber99sbildn-obc", "none", 300);
        Pipeline.train(
                one,
                new RunConfig(system, 8, null, new RunConfig.ModelSource(null, null, still), null),
                GivenFrames.of(shards),
                "test",
                Stages.SILENT);
        assertThat(parameters(one)).isEqualTo(parameters(before));
        assertThat(losses(one)).isNotEqualTo(losses(before));
        assertThatThrownBy(() -> TransferableModel.load(one.resolve("model.safetensors")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is a model of AG alone");
    }

    /** The bytes behind the header of a model, which tells times. */
    private static byte[] parameters(Path run) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(run.resolve("model.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] data = new byte[file.capacity() - Long.BYTES - Math.toIntExact(file.getLong())];
        file.get(file.capacity() - data.length, data);
        return data;
    }

    private static List<String> losses(Path run) throws IOException {
        List<String> losses = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode node = new ObjectMapper().readTree(line);
            losses.add(node.get("step") + " " + node.get("loss") + " " + node.get("validation_raw_ess"));
        }
        return losses;
    }

    /**
     * 300 frames of each peptide in two shards, atoms of each residue in reverse order, and a PDB of each that says so.
     */
    private static void writeShards(Path shards, List<String> peptides) throws IOException {
        RandomStream random = new Seed(3).stream("frames", 0);
        try (PeptideShardWriter one = new PeptideShardWriter(shards.resolve("1.tar"));
                PeptideShardWriter other = new PeptideShardWriter(shards.resolve("2.tar"))) {
            for (String name : peptides) {
                Molecule molecule = Peptide.of(name);
                int[] order = reversed(molecule.topology());
                Path pdb = shards.resolve(name + ".pdb");
                PdbFile.write(pdb, molecule.topology(), new Frames(order.length, molecule.xyz()));
                List<String> atoms = Files.readAllLines(pdb).stream()
                        .filter(line -> line.startsWith("ATOM"))
                        .toList();
                Files.write(pdb, Arrays.stream(order).mapToObj(atoms::get).toList());
                for (int i = 0; i < 300; i++) {
                    float[] xyz = new float[3 * order.length];
                    for (int k = 0; k < xyz.length; k++) {
                        xyz[k] = (float) (molecule.xyz()[3 * order[k / 3] + k % 3] + 0.002 * random.nextGaussian());
                    }
                    (i % 2 == 0 ? one : other).add(name, xyz);
                }
            }
            one.commit();
            other.commit();
        }
    }

    private static int[] reversed(Topology topology) {
        return IntStream.range(0, topology.atomCount())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(
                                a -> topology.atoms().get(a).residue())
                        .thenComparingInt(a -> -a))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Ends training at a step. */
    private record KilledAt(long step) implements Stages {
        @Override
        public Progress begin(String name, String unit) {
            return (done, total, detail) -> {
                if (done == step) {
                    throw new IllegalStateException("killed");
                }
            };
        }

        @Override
        public void note(String line) {}
    }

    @Test
    void aPeptideIsTrainedOnOrHeldOut() {
        assertThatThrownBy(() -> config(TrainingPlan.CoordinateKind.INTERNAL, List.of("GG", "AG"), List.of("AG")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("AG is named twice");
    }

    private static TrainingPlan plan(TrainingPlan.CoordinateKind kind, TrainConfig settings) {
        return new TrainingPlan(DYNAMICS, kind, new NetworkSize(32, 1, 16, 2, 8), settings, 256, null);
    }

    private static TransferableTrainingConfig config(
            TrainingPlan.CoordinateKind kind, List<String> peptides, List<String> heldOut) {
        TrainingPlan plan = plan(kind, TrainConfig.of(4, 6, 1e-3, LogVarianceLoss.NONE));
        return new TransferableTrainingConfig(peptides, heldOut, "amber99sbildn-obc", "none", 300, 7, plan, 16);
    }
}
