package org.arbolt.model.transformer;

/**
 * x·wᵀ + b.
 *
 * @param weight [K, C]
 * @param bias [K] or null
 * @param <W> what a weight is kept in: {@link FloatArray}, or a tensor of libtorch
 */
public record Linear<W>(W weight, W bias) {}
