package org.arbolt.tensor;

import org.arbolt.kernel.CrossEntropies;
import org.arbolt.kernel.OffHeapFloats;

/**
 * −log softmax(logits)[target] of rows, and its derivative: by our own kernel on the CPU, where libtorch walks through
 * the logits some ten times, elsewhere by libtorch's operators. Gradients must be off.
 *
 * @param losses [n], nats; 0 where the target is negative
 * @param derivative of Σ ω · loss with respect to the logits, [n, V] in their type
 */
public record CrossEntropy(Tensor losses, Tensor derivative) {

    /**
     * Losses alone.
     *
     * @param logits [n, V]
     * @param targets [n], int64
     */
    public static Tensor losses(Tensor logits, Tensor targets) {
        if (logits.device().kind() != Device.Kind.CPU) {
            return Layers.crossEntropies(logits.to(DType.FLOAT32), targets, 0);
        }
        float[] losses = new float[logits.size(0)];
        new CrossEntropies(logits.size(1)).forward(numbers(logits), targets.toLongs(), losses);
        return Tensor.of(losses, losses.length);
    }

    /**
     * Losses and derivative.
     *
     * @param logits [n, V]; their memory may become the derivative's
     * @param targets [n], int64
     * @param weights ω, [n]
     */
    public static CrossEntropy of(Tensor logits, Tensor targets, Tensor weights) {
        if (logits.device().kind() != Device.Kind.CPU) {
            try (var _ = GradientMode.recording()) {
                Tensor leaf = logits.detach().to(DType.FLOAT32).detach().requireGradient(true);
                Tensor losses = Layers.crossEntropies(leaf, targets, 0);
                weights.dot(losses).backward(Tensor.scalar(1));
                return new CrossEntropy(losses.detach(), leaf.gradient().to(logits.type()));
            }
        }
        float[] losses = new float[logits.size(0)];
        new CrossEntropies(logits.size(1)).backward(numbers(logits), targets.toLongs(), weights.toFloats(), losses);
        return new CrossEntropy(Tensor.of(losses, losses.length), logits);
    }

    private static OffHeapFloats numbers(Tensor logits) {
        return new OffHeapFloats(logits.data(), logits.type() == DType.BFLOAT16);
    }
}
