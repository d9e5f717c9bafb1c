package org.arbolt.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Muon (K. Jordan et al. 2024, kellerjordan.github.io/posts/muon): a matrix moves along its Nesterov momentum made
 * orthogonal, so that every direction of it learns at the same speed; all other parameters are left to {@link AdamW} at
 * a tenth of the rate. Departs from the published code in one point: the orthogonalisation runs in float32, not
 * bfloat16. Owns its moments; does not own the parameters. Not thread safe.
 */
public final class Muon implements Optimiser {
    /** Share of the learning rate that parameters other than matrices get (docs/method.md, "Training"). */
    static final double REST = 0.1;

    private static final int ITERATIONS = 5;
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;
    private static final double TINY = 1e-7; // added to the norm that divides

    private final Map<String, Tensor> matrices; // rank 2
    private final Settings settings;
    private final List<Tensor> momenta = new ArrayList<>(); // shaped as the matrices
    private final AdamW rest;

    /**
     * @param momentum share of itself that the momentum keeps per step, [0, 1)
     * @param weightDecay part of a matrix taken off per unit of learning rate, ≥ 0
     */
    public record Settings(double momentum, double weightDecay) {
        public Settings {
            if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
                throw new IllegalArgumentException("Muon needs a momentum in [0, 1) and a weight decay >= 0, had "
                        + momentum + " and " + weightDecay);
            }
        }
    }

    /**
     * @param matrices parameters of rank 2 that are maps from vectors to vectors
     * @param others parameters for AdamW: vectors, and tables of which a step sees some rows only
     * @param adam how AdamW treats them
     */
    public Muon(Map<String, Tensor> matrices, Settings settings, Map<String, Tensor> others, AdamW.Settings adam) {
        this.matrices = new LinkedHashMap<>(matrices);
        this.settings = settings;
        try (var _ = TensorScope.open()) {
            this.matrices.forEach((name, matrix) -> {
                if (matrix.rank() != 2) {
                    throw new IllegalArgumentException("Muon is for matrices, " + name + " has rank " + matrix.rank());
                }
                momenta.add(Tensor.zeros(DType.FLOAT32, matrix.device(), matrix.shape())
                        .own());
            });
            rest = new AdamW(others, adam);
        } catch (RuntimeException | Error e) {
            momenta.forEach(Tensor::close);
            throw e;
        }
    }

    @Override
    public void step(double learningRate, double gradientFactor) {
        List<Tensor> all = List.copyOf(matrices.values());
        if (!all.isEmpty()) {
            Engine.shared(all, mine -> {
                try (var _ = GradientMode.off()) {
                    mine.forEach(i -> step(all.get(i), momenta.get(i), learningRate, gradientFactor));
                }
            });
        }
        rest.step(REST * learningRate, gradientFactor);
    }

    private void step(Tensor matrix, Tensor momentum, double learningRate, double gradientFactor) {
        try (var _ = TensorScope.open()) {
            Tensor gradient = matrix.gradient();
            gradient.scale(gradientFactor);
            momentum.moveTowards(gradient, 1 - settings.momentum);
            gradient.moveTowards(momentum, settings.momentum); // Nesterov: the gradient, looked at from one step ahead
            double tall = Math.sqrt(Math.max(1, matrix.size(0) / (double) matrix.size(1)));
            Tensor direction = orthogonal(gradient);
            matrix.scale(1 - learningRate * settings.weightDecay);
            matrix.assign(matrix.plus(direction, -learningRate * tall));
            matrix.dropGradient();
        }
    }

    /**
     * The matrix with its singular values brought near 1 (between 0.7 and 1.2): five Newton–Schulz steps
     * X ← aX + (bS + cS²)X with S = X·Xᵀ, from X = G/‖G‖.
     *
     * @param g [n, m], in the current scope
     */
    static Tensor orthogonal(Tensor g) {
        boolean tall = g.size(0) > g.size(1);
        Tensor x = tall ? g.transpose(0, 1).contiguous() : g; // [n ≤ m], so that S is the smaller square
        Tensor flat = x.reshape(-1);
        x = x.times(1 / (Math.sqrt(flat.dot(flat).item()) + TINY));
        for (int i = 0; i < ITERATIONS; i++) {
            Tensor s = x.matmul(x.transpose(0, 1));
            Tensor polynomial = s.times(B).plus(s.matmul(s), C);
            x = x.times(A).plus(polynomial.matmul(x));
        }
        return tall ? x.transpose(0, 1) : x;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        int i = 0;
        for (String name : matrices.keySet()) {
            state.put("muon.momentum." + name, momenta.get(i++));
        }
        state.putAll(rest.state());
        return state;
    }

    @Override
    public void close() {
        momenta.forEach(Tensor::close);
        rest.close();
    }
}
