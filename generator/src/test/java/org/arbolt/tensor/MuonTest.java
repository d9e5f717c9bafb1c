package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MuonTest {
    private static final Muon.Settings MUON = new Muon.Settings(0.95, 0.1);
    private static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.95, 1e-8, 0.05);

    /** Numbers of tools/make_muon_reference.py: numpy, double precision. */
    @Test
    void stepsAreThoseOfTheReference() throws IOException {
        Map<String, Map<String, Tensor>> reference = new LinkedHashMap<>();
        long live = Tensor.liveCount();
        try (var _ = TensorScope.open()) {
            read(reference);
            Map<String, Tensor> all = new LinkedHashMap<>();
            reference.forEach((name, parts) -> all.put(name, parts.get("start").requireGradient(true)));
            Map<String, Tensor> matrices = new LinkedHashMap<>(all);
            matrices.remove("vector");
            try (Muon optimiser = new Muon(matrices, MUON, Map.of("vector", all.get("vector")), ADAM)) {
                for (double factor : new double[] {1, 0.25, 1, 1}) {
                    reference.forEach((_, parts) -> differentiate(parts));
                    optimiser.step(0.02, factor);
                }
                all.forEach((name, w) -> {
                    assertThat(w.toFloats())
                            .as(name)
                            .containsExactly(reference.get(name).get("end").toFloats(), within(2e-6f));
                    assertThat(w.hasGradient()).isFalse();
                });
                assertThat(optimiser.state().keySet())
                        .containsExactly(
                                "muon.momentum.tall",
                                "muon.momentum.wide",
                                "muon.momentum.square",
                                "adamw.first.vector",
                                "adamw.second.vector",
                                "adamw.steps.vector");
            }
        }
        assertThat(Tensor.liveCount()).isEqualTo(live);
    }

    /** Gradient of Σ curvature·(w − goal)²/2. */
    private static void differentiate(Map<String, Tensor> parts) {
        Tensor w = parts.get("start");
        try (var _ = TensorScope.open();
                var _ = GradientMode.recording()) {
            Tensor away = w.minus(parts.get("goal"));
            away.times(away).times(parts.get("curvature")).times(0.5).sum().backward(List.of(w));
        }
    }

    @Test
    void aDirectionHasSingularValuesNearOne() {
        Random random = new Random(3);
        float[] values = new float[40 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor q = Muon.orthogonal(Tensor.of(values, 40, 16));
            assertThat(q.shape()).containsExactly(40, 16);
            float[] square = q.transpose(0, 1).matmul(q).toFloats(); // eigenvalues in [0.7², 1.2²]
            double trace = 0;
            for (int i = 0; i < 16; i++) {
                trace += square[17 * i];
            }
            assertThat(trace / 16).isBetween(0.7 * 0.7, 1.2 * 1.2);
            assertThat(Muon.orthogonal(Tensor.of(new float[6], 2, 3)).toFloats())
                    .containsOnly(0);
        }
    }

    @Test
    void onlyMatricesAreTaken() {
        try (var _ = TensorScope.open()) {
            long live = Tensor.liveCount();
            Map<String, Tensor> parameters = new LinkedHashMap<>();
            parameters.put("m", Tensor.of(new float[4], 2, 2));
            parameters.put("v", Tensor.of(new float[2], 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Muon(parameters, MUON, Map.of(), ADAM))
                    .withMessageContaining("v has rank 1");
            assertThat(Tensor.liveCount()).isEqualTo(live + 2); // momenta made before the refusal are freed
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Muon.Settings(1, 0))
                    .withMessageContaining("momentum");
        }
    }

    private static void read(Map<String, Map<String, Tensor>> reference) throws IOException {
        try (InputStream in = MuonTest.class.getResourceAsStream("muon.csv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] parts = line.split(",");
                long[] shape = Arrays.stream(parts[2].split("x"))
                        .mapToLong(Long::parseLong)
                        .toArray();
                float[] values = new float[parts.length - 3];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.parseFloat(parts[i + 3]);
                }
                reference.computeIfAbsent(parts[0], _ -> new HashMap<>()).put(parts[1], Tensor.of(values, shape));
            }
        }
    }
}
