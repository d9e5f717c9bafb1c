package org.arbolt.model.transformer;

/**
 * RMSNorm, or LayerNorm where there is a bias, over the last dimension ({@link TransformerVariant.Norm}).
 *
 * @param weight [C]
 * @param bias [C] or null
 * @param <W> what a weight is kept in
 */
public record Norm<W>(W weight, W bias) {
    private static final double RMS_EPSILON = 1e-6;
    private static final double LAYER_EPSILON = 1e-5;

    /** What is added to the mean square, so that it is never zero. */
    public double epsilon() {
        return bias == null ? RMS_EPSILON : LAYER_EPSILON;
    }
}
