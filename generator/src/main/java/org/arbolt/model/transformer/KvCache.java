package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Keys and values of the positions already processed, of all layers, in a device's memory allocated once. (On the
 * CPU {@link org.arbolt.model.decoding.DecoderBatch} has its own.) Not thread safe.
 */
public final class KvCache implements AutoCloseable {
    private final int batch;
    private final List<Layer> layers = new ArrayList<>();
    private final MoleculeContext surroundings;
    private final SlotStep slots; // null where every token is a position
    private int length;

    /** @param surroundings of the molecule; this cache's from now on */
    public KvCache(
            TransformerConfig config, int batch, TokenLayout layout, Device device, MoleculeContext surroundings) {
        int positions = layout.positions();
        this.slots = config.design().heads() == null ? null : new SlotStep(layout, config, batch, device);
        this.batch = batch;
        this.surroundings = surroundings;
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(Layer.of(device, batch, config.heads(), positions, config.headChannels()));
        }
    }

    /** Bytes that a sequence's keys and values take in all layers. */
    public static long bytesOfRow(TransformerConfig config, int positions) {
        return 2L * Float.BYTES * config.layers() * positions * config.channels();
    }

    public int batch() {
        return batch;
    }

    /** Which token of which position is next; null where every token is a position. */
    SlotStep slots() {
        return slots;
    }

    /** Number of positions that every layer holds, or will when the present one is done. */
    public int length() {
        return length;
    }

    /** What is known of the molecule's positions beforehand. */
    public MoleculeContext surroundings() {
        return surroundings;
    }

    /**
     * Puts a layer's keys and values of a position into memory and attends to all up to it.
     *
     * @param qkv [B, 1, 3, H, D]
     * @return [B, 1, C]
     */
    public Tensor attend(int layer, int position, Tensor qkv) {
        return layers.get(layer).attend(qkv, position).reshape(batch, 1, -1);
    }

    /** A position is on its way into every layer: on to the next. */
    public void advance() {
        length++;
    }

    @Override
    public void close() {
        layers.forEach(Layer::close);
        if (slots != null) {
            slots.close();
        }
        surroundings.close();
    }

    /**
     * @param keys [B, H, T, D]
     * @param values [B, H, T, D]
     */
    private record Layer(Tensor keys, Tensor values) {

        static Layer of(Device device, long... shape) {
            try (var _ = TensorScope.open()) {
                return new Layer(
                        Tensor.empty(DType.FLOAT32, device, shape).own(),
                        Tensor.empty(DType.FLOAT32, device, shape).own());
            }
        }

        public Tensor attend(Tensor qkv, int position) {
            keys.narrow(2, position, 1).assign(qkv.select(2, 1).transpose(1, 2));
            values.narrow(2, position, 1).assign(qkv.select(2, 2).transpose(1, 2));
            Tensor q = qkv.select(2, 0).transpose(1, 2).times(1 / Math.sqrt(keys.size(3))); // [B, H, 1, D]
            // libtorch's own attention is made for many queries: five times as long on an H100
            Tensor weights =
                    Layers.softmax(q.matmul(keys.narrow(2, 0, position + 1L).transpose(2, 3)), -1); // [B, H, 1, S]
            return weights.matmul(values.narrow(2, 0, position + 1L));
        }

        void close() {
            keys.close();
            values.close();
        }
    }
}
