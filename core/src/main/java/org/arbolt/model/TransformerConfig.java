package org.arbolt.model;

/**
 * Shape of a {@link Transformer}.
 *
 * @param layers number of blocks, 1 … 64
 * @param channels width C, a multiple of the heads, 8 … 4096
 * @param heads attention heads H
 * @param bins V, 2 … 2^16
 * @param positions largest number of tokens T of a sequence, 1 … 2^14
 * @param atoms number of rows of the atom embedding, at least the atoms of the molecule
 * @param kinds number of rows of the embedding of kinds of coordinate
 */
public record TransformerConfig(int layers, int channels, int heads, int bins, int positions, int atoms, int kinds) {
  /** ε of RMSNorm in the published network. */
  public static final double NORM_EPSILON = 1e-6;

  public TransformerConfig {
    range("layers", layers, 1, 64);
    range("channels", channels, 8, 4096);
    range("heads", heads, 1, channels);
    range("bins", bins, 2, 1 << 16);
    range("positions", positions, 1, 1 << 14);
    range("atoms", atoms, 1, 1 << 14);
    range("kinds", kinds, 1, 64);
    if (channels % heads != 0 || channels % 2 != 0) {
      throw new IllegalArgumentException(
          "channels must be even and a multiple of the heads, were " + channels + " for " + heads + " heads");
    }
  }

  /** A network for tests and for {@code --quick}: 2 × 64, 4 heads. */
  public static TransformerConfig tiny(int bins, int atoms, int positions) {
    return new TransformerConfig(2, 64, 4, bins, positions, atoms, 3);
  }

  /** A network that trains within the hour on two cores: 4 × 128, 4 heads. */
  public static TransformerConfig small(int bins, int atoms, int positions) {
    return new TransformerConfig(4, 128, 4, bins, positions, atoms, 3);
  }

  /** The paper's network for single molecules: 8 × 256, 8 heads (arXiv 2606.27361). */
  public static TransformerConfig paperSingle(int bins, int atoms, int positions) {
    return new TransformerConfig(8, 256, 8, bins, positions, atoms, 3);
  }

  /** Width F of the SwiGLU feed-forward layer: {@code int(2·4·C/3)}. */
  public int hidden() {
    return 2 * 4 * channels / 3;
  }

  /** Channels D of one head. */
  public int headChannels() {
    return channels / heads;
  }

  private static void range(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(field + " must be between " + least + " and " + most + ", was " + value);
    }
  }
}
