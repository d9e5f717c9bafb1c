package org.arbolt.model.transformer;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/**
 * Random weights of a new network: matrices N(0, 1/(3·inputs)), the variance of PyTorch's linear layers; those that end
 * a residual branch smaller by √(2·layers) (Radford et al. 2019, §2.3); embeddings N(0, 0.5²), of the size of the
 * sinusoids; norms one, biases and gates zero, and cross-attention without a gate ends in zeros, so that it starts as
 * if it were not there. Heads of stiff coordinates begin with the logits of a Gaussian in the middle of a grid of 14
 * deviations, which most grids are (coordinates.GridFit): a network then starts where it would be after some hundred
 * steps. Each parameter has a stream of its own, so that none depends on the others.
 */
record InitialWeights(TransformerConfig config, Seed seed) {
    private static final double EMBEDDING = 0.5;
    private static final float CONSTANT = 2;
    private static final double GRID_WIDTH = 14; // standard deviations of a stiff coordinate, coordinates.GridFit

    /** Values of the parameter of a name and shape, row-major. */
    float[] of(String name, long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        double deviation = deviation(name, shape);
        if (name.contains("norm") && name.endsWith("weight")) {
            Arrays.fill(values, 1);
        } else if (deviation > 0) {
            RandomStream random = seed.stream(name, 0);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        }
        if (name.startsWith("heads.")
                && !name.startsWith("heads." + (config.design().heads().slots() - 1) + ".")) {
            beginAsGaussian(name, values, shape);
        }
        return values;
    }

    /** Makes the first hidden number of a stiff coordinate's head a constant, which brings the logits of a Gaussian. */
    private static void beginAsGaussian(String name, float[] values, long[] shape) {
        if (name.endsWith("in.weight")) {
            Arrays.fill(values, 0, (int) shape[1], 0);
        } else if (name.endsWith("in.bias")) {
            values[0] = CONSTANT;
        } else if (name.endsWith("out.weight")) {
            double unit = CONSTANT / (1 + Math.exp(-CONSTANT)); // silu
            double[] logits = SmoothBasis.parabola((int) shape[0], -0.5 * GRID_WIDTH * GRID_WIDTH);
            for (int k = 0; k < logits.length; k++) {
                values[k * (int) shape[1]] = (float) (logits[k] / unit);
            }
        }
    }

    private double deviation(String name, long[] shape) {
        if (name.endsWith("scans.weight") || name.endsWith("bias") || name.endsWith("cross_attn_gate")) {
            return 0;
        }
        boolean many = config.design().conditioning() != null && config.design().heads() != null;
        if (name.equals(Parameters.ATOMS) && many) {
            return 0; // numbers that no training peptide reaches stay without a voice
        }
        double plain = 1 / Math.sqrt(3.0 * shape[shape.length - 1]);
        return switch (name) {
            case "token_embed.smooth" ->
                EMBEDDING / Math.sqrt((shape[1] + 1) / 2.0); // mean square of a row of the basis
            case Parameters.SLOTS ->
                EMBEDDING / Math.sqrt((1.0 * shape[1] / config.design().heads().slots() + 1) / 2);
            case "output_proj.smooth" -> 1 / Math.sqrt(3.0 * shape[0] * (shape[1] + 1) / 2);
            default -> {
                if (name.startsWith("heads.") && name.endsWith("out.weight")) {
                    yield 1 / Math.sqrt(3.0 * shape[1] * (shape[0] + 1) / 2);
                }
                if (name.endsWith("embed.weight")) {
                    yield EMBEDDING;
                }
                if (name.endsWith("cross_attn.out_proj.weight")
                        && config.design().cross().gates() == 0) {
                    yield 0;
                }
                boolean endsBranch = name.endsWith("out_proj.weight")
                        || name.endsWith("ff.net.2.weight")
                        || name.endsWith("ff.net.3.weight");
                yield endsBranch ? plain / Math.sqrt(2.0 * config.layers()) : plain;
            }
        };
    }
}
