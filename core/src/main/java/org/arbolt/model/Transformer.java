package org.arbolt.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.math.Seed;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * The causal transformer of Autoregressive Boltzmann Generators (arXiv 2606.27361): from the tokens of the coordinates before
 * it to the logits of every coordinate's bin. Parameters carry the names of the published code, so that a state dict can
 * be exchanged. Owns its parameters; reading it from several threads is safe, training is not.
 *
 * <p>The input at position p is the token of coordinate p − 1 (0 at p = 0), while position, kind and atom are those of
 * coordinate p, the one predicted.
 */
public final class Transformer implements AutoCloseable {
  private static final String TOKEN_TABLE = "token_embed";
  private static final String OUTPUT_TABLE = "output_proj";
  private static final int MOST_FREQUENCIES = 512;
  private static final int LOSS_ROWS = 512; // logits of so many rows are in memory at once: they stay in the cache

  private record Block(Tensor norm1, Tensor qkv, Tensor attentionOut, Tensor norm2, Tensor gate, Tensor value,
      Tensor down, Tensor downBias) {}

  private final TransformerConfig config;
  private final int[] kind;
  private final int[] atom;
  private final int frequencies;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final List<Tensor> fixed = new ArrayList<>();
  private final BinTable tokenTable;
  private final BinTable outputTable;
  private final List<Block> blocks = new ArrayList<>();
  private final Tensor sinusoids; // [T, C]
  private final Tensor kindIndex; // [T], int64
  private final Tensor atomIndex; // [T], int64

  private Transformer(TransformerConfig config, int[] kind, int[] atom, int frequencies, Weights weights) {
    this.config = config;
    this.kind = indices("kind", kind, config.positions(), config.kinds());
    this.atom = indices("atom", atom, config.positions(), config.atoms());
    this.frequencies = frequencies;
    if (frequencies < 0 || frequencies > MOST_FREQUENCIES) {
      throw new IllegalArgumentException("frequencies must be between 0 and " + MOST_FREQUENCIES + ", were " + frequencies);
    }
    try (var _ = TensorScope.open()) {
      int c = config.channels();
      sinusoids = fixed(Tensor.of(sinusoids(config.positions(), c), config.positions(), c));
      kindIndex = fixed(Tensor.of(this.kind, config.positions()));
      atomIndex = fixed(Tensor.of(this.atom, config.positions()));
      Tensor basis = frequencies == 0 ? null
          : fixed(Tensor.of(SmoothBasis.values(config.bins(), frequencies), config.bins(), SmoothBasis.size(frequencies)));
      tokenTable = table(TOKEN_TABLE, basis, weights);
      add("coord_dim_embed.weight", weights, config.kinds(), c);
      add("atom_pos_embed.weight", weights, config.atoms(), c);
      for (int layer = 0; layer < config.layers(); layer++) {
        blocks.add(block("blocks." + layer + ".", weights));
      }
      add("final_norm.weight", weights, c);
      outputTable = table(OUTPUT_TABLE, basis, weights);
      parameters.values().forEach(Tensor::own); // only now: a weight that cannot be had frees them all
      fixed.forEach(Tensor::own);
    }
  }

  /**
   * A network with random weights.
   *
   * @param kind kind of coordinate at each position, [T], 0 … kinds − 1
   * @param atom atom whose coordinate each position is, [T], 0 … atoms − 1
   * @param frequencies 0 for free tables as published; n > 0 for tables of 2n + 1 smooth functions of the bin
   */
  public static Transformer initialised(TransformerConfig config, int[] kind, int[] atom, int frequencies, Seed seed) {
    return new Transformer(config, kind, atom, frequencies, new InitialWeights(config, seed.child("weights")));
  }

  /**
   * A network with given weights.
   *
   * @param weights gives the values of the parameter of a name and shape, row-major
   */
  static Transformer of(TransformerConfig config, int[] kind, int[] atom, int frequencies, Weights weights) {
    return new Transformer(config, kind, atom, frequencies, weights);
  }

  /** Where a network's weights come from. */
  @FunctionalInterface
  interface Weights {
    float[] of(String name, long... shape);
  }

  // ---- the network

  /**
   * Logits of every position.
   *
   * @param inputs [B, T], int64: the start token 0, then the tokens of all coordinates but the last
   * @return [B, T, V], float32
   */
  public Tensor forward(Tensor inputs, Precision precision) {
    int b = inputs.size(0);
    int t = inputs.size(1);
    Tensor h = trunk(inputs, precision); // [B·T, C]
    return outputTable.logits(h, precision).to(DType.FLOAT32).view(b, t, config.bins());
  }

  /** Hidden vectors before the output table: inputs [B, T], result [B·T, C]. */
  private Tensor trunk(Tensor inputs, Precision precision) {
    int b = inputs.size(0);
    int t = inputs.size(1);
    Tensor x = tokenTable.rows(inputs).plus(placeEmbedding(0, t)); // [B, T, C]
    for (Block block : blocks) {
      x = x.plus(attention(block, x, precision));
      x = x.plus(feedForward(block, x, precision));
    }
    return normalised(x, parameters.get("final_norm.weight")).view((long) b * t, config.channels());
  }

  /** What is known of a position beforehand: position + kind + atom of the coordinate predicted there, [T, C]. */
  private Tensor placeEmbedding(int from, int count) {
    Tensor kinds = Layers.embedding(parameters.get("coord_dim_embed.weight"), kindIndex.narrow(0, from, count));
    Tensor atoms = Layers.embedding(parameters.get("atom_pos_embed.weight"), atomIndex.narrow(0, from, count));
    return sinusoids.narrow(0, from, count).plus(kinds).plus(atoms);
  }

  private Tensor attention(Block block, Tensor x, Precision precision) {
    int b = x.size(0);
    int t = x.size(1);
    Tensor qkv = precision.linear(normalised(x, block.norm1), block.qkv)
        .view(b, t, 3, config.heads(), config.headChannels()); // [B, T, 3, H, D]
    Tensor q = qkv.select(2, 0).transpose(1, 2); // [B, H, T, D]
    Tensor k = qkv.select(2, 1).transpose(1, 2);
    Tensor v = qkv.select(2, 2).transpose(1, 2);
    Tensor mixed = precision.causalAttention(q, k, v); // [B, H, T, D]
    return precision.linear(mixed.transpose(1, 2).reshape(b, t, config.channels()), block.attentionOut); // [B, T, C]
  }

  /** SwiGLU (Shazeer, arXiv 2002.05202): (silu(x·W₁ᵀ) ⊙ x·W₂ᵀ)·W₃ᵀ + b, for x […, C]. */
  private Tensor feedForward(Block block, Tensor x, Precision precision) {
    Tensor y = normalised(x, block.norm2); // […, C]
    Tensor gated = Layers.silu(precision.linear(y, block.gate)).times(precision.linear(y, block.value)); // […, F]
    return precision.linear(gated, block.down, block.downBias); // […, C]
  }

  private static Tensor normalised(Tensor x, Tensor weight) {
    return Layers.rmsNorm(x, weight, TransformerConfig.NORM_EPSILON);
  }

  /**
   * Logits of the next position, the earlier ones being in the cache; gradients must be off.
   *
   * @param inputs [B], int64: token of the coordinate before it, 0 at the first
   * @param cache of {@link #newCache}; on return it holds this position too
   * @return [B, V], float32
   */
  Tensor step(Tensor inputs, KvCache cache) {
    int b = cache.batch();
    Tensor x = tokenTable.rows(inputs).plus(placeEmbedding(cache.length(), 1)); // [B, C]
    for (int layer = 0; layer < blocks.size(); layer++) {
      Block block = blocks.get(layer);
      Tensor qkv = Layers.linear(normalised(x, block.norm1), block.qkv)
          .view(b, 3, config.heads(), 1, config.headChannels()); // [B, 3, H, 1, D]
      cache.put(layer, qkv.select(1, 1), qkv.select(1, 2));
      Tensor mixed = Layers.attention(qkv.select(1, 0), cache.keys(layer), cache.values(layer), false); // [B, H, 1, D]
      x = x.plus(Layers.linear(mixed.reshape(b, config.channels()), block.attentionOut));
      x = x.plus(feedForward(block, x, Precision.FLOAT32));
    }
    cache.advance();
    return outputTable.logits(normalised(x, parameters.get("final_norm.weight")), Precision.FLOAT32);
  }

  /** A cache for a batch of sequences of all positions. */
  KvCache newCache(int batch) {
    return new KvCache(config, batch, config.positions(), Device.CPU);
  }

  // ---- training

  /**
   * Mean cross-entropy per coordinate, nats, differentiable where gradients are recorded.
   *
   * @param tokens [B, T], int64: the coordinates' tokens
   * @return no dimensions
   */
  public Tensor loss(Tensor tokens, Precision precision) {
    Tensor hidden = trunk(shifted(tokens), precision); // [B·T, C]
    return Layers.crossEntropy(outputTable.logits(hidden, precision).to(DType.FLOAT32), tokens.reshape(-1));
  }

  /**
   * Adds the gradient of the mean cross-entropy per coordinate, times a factor, to the parameters' gradients. The same as
   * forward, loss and backward, but never holds the logits of more than a few hundred positions.
   *
   * @param tokens [B, T], int64: the coordinates' tokens
   * @param factor what the loss is multiplied by before it is differentiated, 1 unless gradients are accumulated
   * @return the mean cross-entropy, nats per coordinate
   */
  public double accumulateGradients(Tensor tokens, double factor, Precision precision) {
    try (var _ = TensorScope.open(); var _ = GradientMode.recording()) {
      Tensor hidden = trunk(shifted(tokens), precision); // [B·T, C]
      Tensor derivative = Tensor.empty(DType.FLOAT32, Device.CPU, hidden.shape());
      Tensor targets = tokens.reshape(-1);
      long rows = targets.elements();
      double loss = 0;
      for (long from = 0; from < rows; from += LOSS_ROWS) {
        long count = Math.min(LOSS_ROWS, rows - from);
        loss += partialLoss(hidden, targets, from, count, factor / rows, derivative, precision);
      }
      hidden.backward(parameters(), derivative);
      return loss / rows;
    }
  }

  /** Loss of some rows and its gradients as far as the hidden vectors; returns the sum of the rows' cross-entropies. */
  private double partialLoss(Tensor hidden, Tensor targets, long from, long count, double factor, Tensor derivative,
      Precision precision) {
    try (var _ = TensorScope.open()) {
      Tensor part = hidden.narrow(0, from, count).detach().requireGradient(true);
      Tensor logits = outputTable.logits(part, precision).to(DType.FLOAT32); // [rows, V]
      Tensor mean = Layers.crossEntropy(logits, targets.narrow(0, from, count));
      mean.times(factor * count).backward(List.of(part, outputTable.parameter().getValue()));
      try (var _ = GradientMode.off()) {
        derivative.narrow(0, from, count).assign(part.gradient());
      }
      return mean.detach().item() * (double) count;
    }
  }

  /** Tokens [B, T] moved on by one, token 0 first: the inputs that predict them. */
  static Tensor shifted(Tensor tokens) {
    Tensor start = Tensor.zeros(DType.INT64, Device.CPU, tokens.size(0), 1);
    return Tensor.concatenate(List.of(start, tokens.narrow(1, 0, tokens.size(1) - 1)), 1);
  }

  // ---- what it is made of

  public TransformerConfig config() {
    return config;
  }

  /** Kind of coordinate at each position, [T]. */
  public int[] kind() {
    return kind.clone();
  }

  /** Atom at each position, [T]. */
  public int[] atom() {
    return atom.clone();
  }

  /** Number of frequencies of smooth tables, 0 for free ones. */
  public int frequencies() {
    return frequencies;
  }

  /** The learned tensors, in a fixed order; they remain the network's. */
  public List<Tensor> parameters() {
    return List.copyOf(parameters.values());
  }

  /** The learned tensors by name; names other than the published ones only for smooth tables. */
  public Map<String, Tensor> namedParameters() {
    return new LinkedHashMap<>(parameters);
  }

  /**
   * Copies of the weights under the published names, smooth tables multiplied out, in the current scope: what other programs
   * read.
   */
  public Map<String, Tensor> exportStateDict() {
    try (var _ = GradientMode.off()) {
      Map<String, Tensor> state = new LinkedHashMap<>();
      state.put(TOKEN_TABLE + ".weight", tokenTable.table().to(Device.CPU));
      parameters.forEach((name, value) -> {
        if (!name.startsWith(TOKEN_TABLE) && !name.startsWith(OUTPUT_TABLE)) {
          state.put(name, value.to(Device.CPU));
        }
      });
      state.put(OUTPUT_TABLE + ".weight", outputTable.table().to(Device.CPU));
      return state;
    }
  }

  @Override
  public void close() {
    parameters.values().forEach(Tensor::close);
    fixed.forEach(Tensor::close);
  }

  // ---- construction

  private Block block(String prefix, Weights weights) {
    int c = config.channels();
    int f = config.hidden();
    return new Block(
        add(prefix + "norm1.weight", weights, c),
        add(prefix + "attn.qkv.weight", weights, 3L * c, c), // rows: q, k, v, each head after head
        add(prefix + "attn.out_proj.weight", weights, c, c),
        add(prefix + "norm2.weight", weights, c),
        add(prefix + "ff.net.0.w1.weight", weights, f, c),
        add(prefix + "ff.net.0.w2.weight", weights, f, c),
        add(prefix + "ff.net.2.weight", weights, c, f),
        add(prefix + "ff.net.2.bias", weights, c));
  }

  private BinTable table(String name, Tensor basis, Weights weights) {
    int c = config.channels();
    return basis == null
        ? new BinTable.Free(name + ".weight", add(name + ".weight", weights, config.bins(), c))
        : new BinTable.Smooth(name + ".smooth", basis, add(name + ".smooth", weights, c, basis.size(1)));
  }

  private Tensor add(String name, Weights weights, long... shape) {
    Tensor parameter = Tensor.of(weights.of(name, shape), shape).requireGradient(true);
    parameters.put(name, parameter);
    return parameter;
  }

  private Tensor fixed(Tensor tensor) {
    fixed.add(tensor);
    return tensor;
  }

  private static int[] indices(String name, int[] values, int positions, int bound) {
    if (values.length != positions) {
      throw new IllegalArgumentException(name + " must have " + positions + " entries, had " + values.length);
    }
    for (int value : values) {
      if (value < 0 || value >= bound) {
        throw new IllegalArgumentException(name + " must be between 0 and " + (bound - 1) + ", was " + value);
      }
    }
    return values.clone();
  }

  /** Vaswani et al., arXiv 1706.03762, §3.5: even columns sin, odd cos, base 10000; [T, C] flattened. */
  private static float[] sinusoids(int positions, int channels) {
    float[] table = new float[positions * channels];
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < channels; i += 2) {
        double angle = p * Math.exp(-i * Math.log(10000) / channels);
        table[p * channels + i] = (float) Math.sin(angle);
        table[p * channels + i + 1] = (float) Math.cos(angle);
      }
    }
    return table;
  }
}
