package org.arbolt.model.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.model.coordinates.TokenScans;
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
    private final int[] sequences; // [B][T], tokens so far; null where no energies are asked of them
    private int next; // token

    SlotStep(TokenLayout layout, TransformerConfig config, int batch, Device device) {
        position = layout.position();
        slot = layout.slot();
        int slots = config.design().heads().slots();
        sequences = config.design().heads().scans() ? new int[batch * layout.tokens()] : null;
        try (var _ = TensorScope.open()) {
            long[] none = new long[batch * slots];
            Arrays.fill(none, config.bins());
            tokens = Tensor.of(none, batch, slots).on(device).own();
            empty = Tensor.of(none, batch, slots).on(device).own();
            hidden = Tensor.empty(DType.FLOAT32, device, batch, config.channels())
                    .own();
        }
    }

    /** @param before the token before the next, [B]; what it is does not matter at the first */
    void put(Tensor before) {
        if (next > 0) {
            tokens.narrow(1, slot[next - 1], 1).assign(before.view(-1, 1));
            if (sequences != null) {
                long[] drawn = before.toLongs();
                for (int row = 0; row < drawn.length; row++) {
                    sequences[row * slot.length + next - 1] = (int) drawn[row];
                }
            }
        }
    }

    /** Whether the next token is the first of its position. */
    boolean atPositionStart() {
        return next == 0 || position[next] != position[next - 1];
    }

    /** Tokens of the position, [B, S]; at its start those of the position before. */
    Tensor tokens() {
        return tokens;
    }

    /** Begins a position. @param of its hidden vector, [B, C] */
    void begin(Tensor of) {
        hidden.assign(of);
        tokens.assign(empty);
    }

    /** Of the present position, [B, C]. */
    Tensor hidden() {
        return hidden;
    }

    /**
     * How the next token is read from the hidden vector; then on to the one behind it.
     *
     * @param energies that soft torsions are told; null without
     * @param functions K of the bin
     */
    Readout.Segment next(TokenScans energies, int functions) {
        int s = slot[next];
        Tensor scans = sequences != null && s == tokens.size(1) - 1
                ? Readout.scans(sequences, slot.length, List.of(energies), rowsOf(next), functions)
                        .on(hidden.device())
                : null;
        next++;
        Tensor told = s == 0 ? null : tokens.narrow(1, 0, s).contiguous();
        return new Readout.Segment(s, 0, hidden.size(0), told, scans);
    }

    /** Number of a token in every sequence. */
    private int[] rowsOf(int token) {
        return IntStream.range(0, hidden.size(0))
                .map(row -> row * slot.length + token)
                .toArray();
    }

    @Override
    public void close() {
        tokens.close();
        empty.close();
        hidden.close();
    }
}
