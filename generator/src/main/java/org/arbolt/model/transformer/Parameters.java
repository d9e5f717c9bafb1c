package org.arbolt.model.transformer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.ResidualStream;
import org.arbolt.tensor.Tensor;

/**
 * The tensors of a network by their published names, learned ones and fixed ones, and the small layers they make up.
 * Owned from {@link #own} on; until then they are the current scope's.
 */
public final class Parameters implements AutoCloseable {
    private final Source source;
    private final Map<String, Tensor> learned = new LinkedHashMap<>();
    private final Map<String, Tensor> kept = new LinkedHashMap<>(); // not learned, but part of a checkpoint

    private Parameters(Source source) {
        this.source = source;
    }

    /** Copies of given values on the engine's device. */
    static Parameters of(Transformer.Weights weights) {
        return new Parameters(
                (name, shape) -> Tensor.of(weights.of(name, shape), shape).on(Engine.device()));
    }

    /** The same memory, but gradients of its own. */
    Parameters shared() {
        Map<String, Tensor> all = all();
        return new Parameters((name, _) -> all.get(name).detach());
    }

    @FunctionalInterface
    private interface Source {
        Tensor of(String name, long... shape);
    }

    /** x·wᵀ + b: w [K, C]; b [K] or null. */
    public record Linear(Tensor weight, Tensor bias) {
        Tensor of(Tensor x, NetworkPrecision precision) {
            return bias == null ? precision.linear(x, weight) : precision.linear(x, weight, bias);
        }
    }

    /** RMSNorm, or LayerNorm where there is a bias; over the last dimension, w and b [C]. */
    public record Norm(Tensor weight, Tensor bias) {
        private static final double RMS_EPSILON = 1e-6;
        private static final double LAYER_EPSILON = 1e-5;

        Tensor of(Tensor x) {
            return bias == null ? Layers.rmsNorm(x, weight, epsilon()) : Layers.layerNorm(x, weight, bias, epsilon());
        }

        /** Of the stream as it is now. */
        Tensor of(ResidualStream stream) {
            return stream.norm(weight, bias, epsilon());
        }

        /** What is added to the mean square, so that it is never zero. */
        public double epsilon() {
            return bias == null ? RMS_EPSILON : LAYER_EPSILON;
        }
    }

    /** A learned tensor. */
    Tensor tensor(String name, long... shape) {
        Tensor made = source.of(name, shape).requireGradient(true);
        learned.put(name, made);
        return made;
    }

    /** A tensor that is kept with the learned ones. */
    Tensor fixed(String name, long... shape) {
        Tensor made = source.of(name, shape);
        kept.put(name, made);
        return made;
    }

    Linear linear(String name, long inputs, long outputs, boolean bias) {
        return new Linear(tensor(name + ".weight", outputs, inputs), bias ? tensor(name + ".bias", outputs) : null);
    }

    Norm norm(String name, long width, TransformerVariant.Norm kind) {
        return new Norm(
                tensor(name + ".weight", width),
                kind == TransformerVariant.Norm.LAYER ? tensor(name + ".bias", width) : null);
    }

    /** The learned tensors, in the order of the network. */
    Map<String, Tensor> learned() {
        return new LinkedHashMap<>(learned);
    }

    /** All tensors that a checkpoint holds. */
    Map<String, Tensor> all() {
        Map<String, Tensor> all = learned();
        all.putAll(kept);
        return all;
    }

    /** Takes them out of their scope: only once all are there, so that a missing one leaves none behind. */
    void own() {
        learned.values().forEach(Tensor::own);
        kept.values().forEach(Tensor::own);
    }

    @Override
    public void close() {
        learned.values().forEach(Tensor::close);
        kept.values().forEach(Tensor::close);
    }
}
