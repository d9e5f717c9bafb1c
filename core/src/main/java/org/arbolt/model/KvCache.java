package org.arbolt.model;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/** Keys and values of the positions already processed, of all layers, in memory allocated once. Not thread safe. */
final class KvCache implements AutoCloseable {
  private final int batch;
  private final List<Tensor> keys = new ArrayList<>(); // per layer [B, H, T, D]
  private final List<Tensor> values = new ArrayList<>();
  private final Surroundings surroundings;
  private int length;

  /** @param surroundings of the molecule; this cache's from now on */
  KvCache(TransformerConfig config, int batch, int positions, Device device, Surroundings surroundings) {
    this.batch = batch;
    this.surroundings = surroundings;
    try (var _ = TensorScope.open()) {
      for (int layer = 0; layer < config.layers(); layer++) {
        long[] shape = {batch, config.heads(), positions, config.headChannels()};
        keys.add(Tensor.empty(DType.FLOAT32, device, shape).own());
        values.add(Tensor.empty(DType.FLOAT32, device, shape).own());
      }
    }
  }

  int batch() {
    return batch;
  }

  /** Number of positions that every layer holds. */
  int length() {
    return length;
  }

  /** What is known of the molecule's positions beforehand. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** Writes a layer's key and value of position {@link #length()}: [B, H, 1, D] each. */
  void put(int layer, Tensor key, Tensor value) {
    keys.get(layer).narrow(2, length, 1).assign(key);
    values.get(layer).narrow(2, length, 1).assign(value);
  }

  /** Keys of a layer up to the position being processed, [B, H, length + 1, D]. */
  Tensor keys(int layer) {
    return keys.get(layer).narrow(2, 0, length + 1);
  }

  /** Values of a layer up to the position being processed, [B, H, length + 1, D]. */
  Tensor values(int layer) {
    return values.get(layer).narrow(2, 0, length + 1);
  }

  /** The position has been put into every layer: on to the next. */
  void advance() {
    length++;
  }

  /** Forgets all positions; the memory stays. */
  void clear() {
    length = 0;
  }

  @Override
  public void close() {
    keys.forEach(Tensor::close);
    values.forEach(Tensor::close);
    surroundings.close();
  }
}
