package org.arbolt.model.transformer;

import java.util.Arrays;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Where sequences stand that grow token by token on a device, several tokens of which share a position: the tokens of
 * the present position, and its hidden vector. Not thread safe.
 */
final class SlotStep implements AutoCloseable {
    private final int[] position; // [token]
    private final int[] slot; // [token]
    private final Tensor tokens; // [B, S], of the present position; V where a slot is empty
    private final Tensor empty; // [B, S]
    private final Tensor hidden; // [B, C]
    private int next; // token

    SlotStep(TokenLayout layout, TransformerConfig config, int batch, Device device) {
        position = layout.position();
        slot = layout.slot();
        int slots = config.design().heads().slots();
        try (var _ = TensorScope.open()) {
            long[] none = new long[batch * slots];
            Arrays.fill(none, config.bins());
            tokens = Tensor.of(none, batch, slots).on(device).own();
            empty = Tensor.of(none, batch, slots).on(device).own();
            hidden = Tensor.empty(DType.FLOAT32, device, batch, config.channels())
                    .own();
        }
    }

    /**
     * Logits of the next token, [B, V].
     *
     * @param before the token before it, [B]; what it is does not matter at the first
     */
    Tensor logits(Transformer network, Tensor before, KvCache cache) {
        if (next > 0) {
            tokens.narrow(1, slot[next - 1], 1).assign(before.view(-1, 1));
        }
        if (next == 0 || position[next] != position[next - 1]) {
            hidden.assign(network.hidden(tokens, cache));
            tokens.assign(empty);
        }
        int s = slot[next++];
        Tensor told = s == 0 ? null : tokens.narrow(1, 0, s).contiguous();
        return network.logits(new Readout.Segment(s, 0, hidden.size(0), told), hidden, NetworkPrecision.FLOAT32);
    }

    @Override
    public void close() {
        tokens.close();
        empty.close();
        hidden.close();
    }
}
