package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.math.Weights;
import org.arbolt.molecule.Frames;
import org.arbolt.run.NotedStages;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code samples.npz}: what is written, and what readers make of it and of files of the first version. */
class SampleFileTest {
    private static final int ATOMS = 22;
    private static final int PINNED = 12; // samples of Ace-A-Nme in the pinned file

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aFileOfVersionOne() throws IOException {
        file = folder.resolve("samples.npz");
        try (InputStream pinned = SampleFileTest.class.getResourceAsStream("samples-version-1.npz")) {
            Files.copy(pinned, file);
        }
    }

    @Test
    void rawAndSmoothedWeightsAreBothWritten() {
        int count = 200;
        Frames frames = new Frames(1, new double[3 * count]);
        double[] u = new double[count];
        Arrays.setAll(u, i -> -0.01 * i);
        u[7] = Double.POSITIVE_INFINITY;
        double[] logDensity = new double[count];
        Target.Exclusion[] exclusion = new Target.Exclusion[count];
        Arrays.fill(exclusion, Target.Exclusion.NONE);
        exclusion[7] = Target.Exclusion.HANDEDNESS;
        Ensemble ensemble = Ensemble.of(
                new Proposal.Draw(frames, logDensity),
                new Target.Evaluation(u, u, exclusion),
                ImportanceWeights.Treatment.NONE);

        SampleFile.writeEnsemble(file, ensemble, null, Map.of(), 0.5, 3);
        Map<String, NpyArray> arrays = Npz.read(file);
        SampleFile read = SampleFile.read(file, 1);

        assertThat(arrays.get("format_version").toLongs()).containsExactly(2);
        assertThat(arrays.get("log_weight").toDoubles()[199]).isEqualTo(1.99);
        assertThat(arrays.get("log_weight").toDoubles()[7]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(arrays.get("log_weight_smoothed").toDoubles())
                .isEqualTo(ensemble.weights().smoothedLogWeights())
                .isNotEqualTo(arrays.get("log_weight").toDoubles());
        assertThat(read.logWeight()).isEqualTo(ensemble.weights().rawLogWeights());
        assertThat(read.energy()).isEqualTo(u);
        assertThat(read.centroidDeviation()).isEqualTo(0.5);
    }

    @Test
    void aFileOfVersionOneGivesItsEnergiesButNotItsTreatedWeights() {
        SampleFile read = SampleFile.read(file, ATOMS);

        assertThat(read.version()).isEqualTo(1);
        assertThat(read.count()).isEqualTo(PINNED);
        assertThat(read.logDensity()).hasSize(PINNED);
        assertThat(read.energy()[0]).isCloseTo(-77.4, within(500.0)).isNotNaN();
        assertThat(read.logWeight()).isNull();
    }

    @Test
    void aFolderOfVersionOneIsEvaluatedFromItsEnergiesAndSaysSo() throws IOException {
        NotedStages notes = new NotedStages();
        Summary summary = evaluate(notes);
        double[] raw = rawLogWeights();

        assertThat(notes.lines()).anyMatch(line -> line.contains("samples.npz is of format version 1"));
        assertThat(evaluations()).allMatch(stage -> stage.asInt() == 0);
        assertThat(summary.weights().rawEffectiveSamples())
                .isCloseTo(Weights.of(raw).effectiveSamples(), within(1e-9));
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("metrics.json").toFile())
                        .get("ess")
                        .asDouble())
                .isEqualTo(summary.weights().rawEffectiveSamples());
    }

    @Test
    void weightsThatAFileHasAreUsedAndMoreArraysAccepted() throws IOException {
        Map<String, NpyArray> arrays = Npz.read(file);
        double[] two = new double[PINNED];
        Arrays.fill(two, Double.NEGATIVE_INFINITY);
        two[3] = 1;
        two[5] = 1;
        arrays.put("log_weight", NpyArray.of(two));
        arrays.put("format_version", NpyArray.of(new long[] {2}));
        arrays.remove("log_q"); // as after sequential Monte Carlo
        arrays.put("population", NpyArray.of(new long[PINNED]));
        long[] ancestor = LongStream.range(0, PINNED).toArray();
        arrays.put("ancestor", NpyArray.of(ancestor));
        Npz.write(file, arrays);

        assertThat(evaluate(new NotedStages()).weights().rawEffectiveSamples()).isCloseTo(2, within(1e-12));
        ancestor[5] = 3; // both descend from one
        arrays.put("ancestor", NpyArray.of(ancestor));
        Npz.write(file, arrays);
        assertThat(evaluate(new NotedStages()).weights().rawEffectiveSamples()).isCloseTo(1, within(1e-12));
        assertThatThrownBy(() -> SampleFile.requireIndependent(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("log_q");
    }

    @Test
    void energiesThatAFileDoesNotHaveAreEvaluatedAndCounted() throws IOException {
        Map<String, NpyArray> arrays = Npz.read(file);
        double[] energy = arrays.remove("energy").toDoubles();
        Npz.write(file, arrays);

        Summary summary = evaluate(new NotedStages());

        assertThat(evaluations().get("energies of samples").asInt()).isEqualTo(PINNED);
        arrays.put("energy", NpyArray.of(energy));
        Npz.write(file, arrays);
        assertThat(summary.weights().rawEffectiveSamples())
                .isCloseTo(evaluate(new NotedStages()).weights().rawEffectiveSamples(), within(1e-9));
    }

    @Test
    void filesThatCannotBeReadSayWhy() {
        refused("format_version", NpyArray.of(new long[] {3}), "use a newer arbolt");
        refused("format_version", NpyArray.of(new double[] {0.5}), "whole number");
        refused("log_q", NpyArray.of(new double[3]), "log_q holds 3 numbers, expected 12");
        refused("energy", NpyArray.of(new boolean[PINNED]), "energy holds no numbers");
        refused("centroid_deviation", NpyArray.of(new double[] {-1}), "one number, 0 or above");
    }

    private void refused(String name, NpyArray array, String why) {
        Map<String, NpyArray> arrays = Npz.read(file);
        arrays.put(name, array);
        Path other = folder.resolve("other.npz");
        Npz.write(other, arrays);
        assertThatThrownBy(() -> SampleFile.read(other, ATOMS))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(other.toString())
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    /** [F]: −u − log q, by the definition of the weights. */
    private double[] rawLogWeights() {
        SampleFile read = SampleFile.read(file, ATOMS);
        double kT = 8.31446261815324e-3 * 300;
        double variance = read.centroidDeviation() * read.centroidDeviation();
        double[] raw = new double[PINNED];
        for (int f = 0; f < PINNED; f++) {
            double squares = 0;
            for (int axis = 0; axis < 3; axis++) {
                double mean = 0;
                for (int atom = 0; atom < ATOMS; atom++) {
                    mean += read.frames().xyz()[3 * (f * ATOMS + atom) + axis] / ATOMS;
                }
                squares += mean * mean;
            }
            raw[f] = -read.energy()[f] / kT - squares / (2 * variance) - read.logDensity()[f];
        }
        return raw;
    }

    private Summary evaluate(NotedStages notes) throws IOException {
        Path samples = Files.createTempFile("samples", ".npz");
        Files.move(file, samples, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        if (!Files.exists(folder.resolve("config.yaml"))) {
            try (RunFolder run = RunFolder.open(folder, config())) {
                Files.move(samples, run.file(RunFiles.SAMPLES));
            }
        } else {
            Files.move(samples, file);
        }
        return Pipeline.evaluate(folder, null, EvaluationPlan.DEFAULT, null, "arbolt evaluate", notes);
    }

    private JsonNode evaluations() throws IOException {
        Path record = folder.resolve("run.json");
        return Files.exists(record)
                ? new ObjectMapper().readTree(record.toFile()).get("energyEvaluations")
                : new ObjectMapper().createObjectNode();
    }

    private RunConfig config() {
        return new RunConfig(
                new MolecularSystem("Ace-A-Nme", "amber99sbildn-obc", "none", 300),
                1,
                new DynamicsPlan(4, 2, 1, 400, 0.2, 0.2, 10),
                new RunConfig.ModelSource("elsewhere.safetensors", "0", null),
                new RunConfig.SamplingPlan(1, "psis", false));
    }
}
