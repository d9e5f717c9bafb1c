package org.arbolt.model.transformer;

/** Embeddings of small numbers that are not learned. */
public final class Sinusoids {
    private Sinusoids() {}

    /** Vaswani et al., arXiv 1706.03762, §3.5: even columns sin, odd cos, base 10000; [n, C]. */
    public static FloatArray of(int count, int channels) {
        float[] table = new float[count * channels];
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < channels; i += 2) {
                double angle = p * Math.exp(-i * Math.log(10000) / channels);
                table[p * channels + i] = (float) Math.sin(angle);
                table[p * channels + i + 1] = (float) Math.cos(angle);
            }
        }
        return new FloatArray(table, count, channels);
    }
}
