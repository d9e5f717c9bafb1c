package org.arbolt.tensor;

import static org.arbolt.tensor.Operator.NONE;
import static org.arbolt.tensor.Operator.arg;
import static org.arbolt.tensor.Operator.list;
import static org.arbolt.tensor.Operator.some;

/** The operators that neural networks are made of. All differentiable. */
public final class Layers {
    private static final Operator EMBEDDING = new Operator("embedding", "");
    private static final Operator LINEAR = new Operator("linear", "");
    private static final Operator RMS_NORM = new Operator("rms_norm", "");
    private static final Operator LAYER_NORM = new Operator("layer_norm", "");
    private static final Operator SILU = new Operator("silu", "");
    private static final Operator ATTENTION = new Operator("scaled_dot_product_attention", "");
    private static final Operator SOFTMAX = new Operator("softmax", "int");
    private static final Operator CROSS_ENTROPY = new Operator("cross_entropy_loss", "");

    private static final long NO_INDEX = -1;
    private static final long NO_IGNORED = -100; // PyTorch's default

    private Layers() {}

    /**
     * Rows of a table.
     *
     * @param table [V, C]
     * @param indices […], int64
     * @return […, C]
     */
    public static Tensor embedding(Tensor table, Tensor indices) {
        return EMBEDDING.apply(arg(table), arg(indices), NO_INDEX, arg(false), arg(false));
    }

    /** x·wᵀ: x […, C], w [K, C], result […, K]. */
    public static Tensor linear(Tensor x, Tensor weight) {
        if (direct(x, weight)) {
            return Tensor.adopt(LibTorch.directLinear(x.handle(), weight.handle(), 0));
        }
        return LINEAR.apply(arg(x), arg(weight), NONE);
    }

    /** x·wᵀ + b: x […, C], w [K, C], b [K], result […, K]. */
    public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        if (direct(x, weight)) {
            return Tensor.adopt(LibTorch.directLinear(x.handle(), weight.handle(), bias.handle()));
        }
        return LINEAR.apply(arg(x), arg(weight), some(arg(bias)));
    }

    /**
     * Whether oneDNN's product can be called directly: on CPUs, without gradients. It uses AVX-512 on every
     * CPU that has it; MKL, which {@code linear} comes down to, on Intel's only, and takes twice as long on
     * AMD's.
     */
    private static boolean direct(Tensor x, Tensor weight) {
        return LibTorch.hasDirectLinear()
                && !LibTorch.recordsGradients()
                && x.elements() > 0
                && x.type() == DType.FLOAT32
                && weight.type() == DType.FLOAT32
                && x.device().kind() == Device.Kind.CPU;
    }

    /**
     * x / √(mean x² + ε) · w over the last dimension (Zhang, Sennrich 2019).
     *
     * @param x […, C]
     * @param weight [C]
     */
    public static Tensor rmsNorm(Tensor x, Tensor weight, double epsilon) {
        return RMS_NORM.apply(arg(x), list(weight.size(0)), some(arg(weight)), some(arg(epsilon)));
    }

    /**
     * (x − mean x) / √(var x + ε) · w + b over the last dimension (Ba, Kiros, Hinton 2016).
     *
     * @param x […, C]
     * @param weight [C]
     * @param bias [C]
     */
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        return LAYER_NORM.apply(
                arg(x), list(weight.size(0)), some(arg(weight)), some(arg(bias)), arg(epsilon), arg(false));
    }

    /** x·Φ(x) with the normal distribution function Φ itself, not its approximation by tanh. */
    public static Tensor gelu(Tensor x) {
        Tensor half = x.times(0.5);
        return half.plus(half.times(x.times(Math.sqrt(0.5)).erf()));
    }

    /** x·σ(x). */
    public static Tensor silu(Tensor x) {
        return SILU.apply(arg(x));
    }

    /**
     * softmax(q·kᵀ/√D)·v for every head.
     *
     * @param query [B, H, T, D]
     * @param key [B, H, S, D]
     * @param value [B, H, S, D]
     * @param causal whether position t sees positions ≤ t only (T = S)
     * @return [B, H, T, D]
     */
    public static Tensor attention(Tensor query, Tensor key, Tensor value, boolean causal) {
        return ATTENTION.apply(arg(query), arg(key), arg(value), NONE, arg(0.0), arg(causal), NONE, arg(false));
    }

    /**
     * softmax(q·kᵀ/√D + mask)·v for every head.
     *
     * @param query [B, H, T, D]
     * @param key [B, H, S, D]
     * @param value [B, H, S, D]
     * @param mask added to the scores, [B, 1, T, S]
     * @return [B, H, T, D]
     */
    public static Tensor attention(Tensor query, Tensor key, Tensor value, Tensor mask) {
        return ATTENTION.apply(
                arg(query), arg(key), arg(value), some(arg(mask)), arg(0.0), arg(false), NONE, arg(false));
    }

    /** Softmax over a dimension. */
    public static Tensor softmax(Tensor x, int dimension) {
        return SOFTMAX.apply(arg(x), dimension, NONE);
    }

    /**
     * Mean of −log softmax(logits)[target], nats.
     *
     * @param logits [n, V]
     * @param targets [n], int64; rows whose target is −100 do not count
     * @return no dimensions
     */
    public static Tensor crossEntropy(Tensor logits, Tensor targets) {
        return crossEntropy(logits, targets, 0);
    }

    /**
     * −log softmax(logits)[target] of every row, nats, against targets smoothed by spreading a part of the probability
     * evenly over all V.
     *
     * @param logits [n, V]
     * @param targets [n], int64; rows whose target is −100 have 0
     * @param smoothing the part, 0 to 1
     * @return [n]
     */
    public static Tensor crossEntropies(Tensor logits, Tensor targets, double smoothing) {
        long none = 0;
        return CROSS_ENTROPY.apply(arg(logits), arg(targets), NONE, none, NO_IGNORED, arg(smoothing));
    }

    /**
     * −Σ_v p_v log softmax(logits)_v of every row, nats.
     *
     * @param logits [n, V]
     * @param probabilities p, [n, V], of logits' type
     * @return [n]
     */
    public static Tensor crossEntropies(Tensor logits, Tensor probabilities) {
        long none = 0;
        return CROSS_ENTROPY.apply(arg(logits), arg(probabilities), NONE, none, NO_IGNORED, arg(0.0));
    }

    /**
     * Mean cross-entropy against targets smoothed by spreading a part of the probability evenly over all V.
     *
     * @param smoothing the part, 0 to 1
     */
    public static Tensor crossEntropy(Tensor logits, Tensor targets, double smoothing) {
        long mean = 1;
        return CROSS_ENTROPY.apply(arg(logits), arg(targets), NONE, mean, NO_IGNORED, arg(smoothing));
    }
}
