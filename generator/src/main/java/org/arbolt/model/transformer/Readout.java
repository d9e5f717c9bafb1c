package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/**
 * How the tokens of some sequences are read from a network's hidden vectors, one row for each: all by the output table,
 * or slot after slot by the heads. Tensors of the scope it was made in.
 *
 * @param inputs what the network is given, [B, P] or [B, P, S]
 * @param index row of [B·P, C] that each row is read from; null where they are the same
 * @param targets the token of each row, {@link TokenLayoutBatch#IGNORED} for none
 * @param token number in the batch of each row's token, row · width + t
 * @param segments rows that are read alike
 */
record Readout(Tensor inputs, Tensor index, Tensor targets, int[] token, List<Segment> segments) {

    /**
     * Rows that are read alike.
     *
     * @param slot of the head; −1 for the output table
     * @param from first row
     * @param before tokens before each at its position, [rows, s]; null without
     */
    record Segment(int slot, long from, long rows, Tensor before) {

        /** Some of its rows, counted from its own first. */
        Segment part(long first, long count) {
            return new Segment(slot, from + first, count, before == null ? null : before.narrow(0, first, count));
        }
    }

    /**
     * Of tokens [B, T], on the network's device.
     *
     * @param layouts one for all sequences, or one for each
     */
    static Readout of(TransformerConfig config, Tensor tokens, List<TokenLayout> layouts) {
        TransformerVariant.Heads heads = config.design().heads();
        if (heads == null) {
            int rows = Math.toIntExact(tokens.elements());
            return new Readout(
                    TokenLayoutBatch.shifted(tokens),
                    null,
                    tokens.view(-1),
                    IntStream.range(0, rows).toArray(),
                    List.of(new Segment(-1, 0, rows, null)));
        }
        Device device = tokens.device();
        int width = tokens.size(1);
        SlotTokens by = SlotTokens.of(tokens.toLongs(), width, layouts, heads.slots(), config.bins());
        List<Segment> segments = new ArrayList<>();
        long from = 0;
        for (SlotTokens.Rows rows : by.rows()) {
            Tensor before = rows.slot() == 0
                    ? null
                    : Tensor.of(rows.before(), rows.count(), rows.slot()).on(device);
            segments.add(new Segment(rows.slot(), from, rows.count(), before));
            from += rows.count();
        }
        return new Readout(
                Tensor.of(by.inputs(), tokens.size(0), by.positions(), heads.slots())
                        .on(device),
                longs(by.rows().stream().map(SlotTokens.Rows::hidden).toList(), device),
                longs(by.rows().stream().map(SlotTokens.Rows::target).toList(), device),
                by.rows().stream()
                        .flatMapToInt(rows -> IntStream.of(rows.token()))
                        .toArray(),
                List.copyOf(segments));
    }

    private static Tensor longs(List<long[]> parts, Device device) {
        long[] all = parts.stream().flatMapToLong(java.util.Arrays::stream).toArray();
        return Tensor.of(all, all.length).on(device);
    }

    /** The vector that each row is read from, [rows, C]. */
    Tensor rows(Tensor hidden) {
        return index == null
                ? hidden
                : Layers.embedding(hidden.to(DType.FLOAT32), index).to(hidden.type());
    }

    /** The derivative with respect to the hidden vectors [B·P, C] from that with respect to the rows. */
    Tensor derivative(Tensor hidden, Tensor ofRows) {
        if (index == null) {
            return ofRows;
        }
        try (var _ = GradientMode.recording()) {
            Tensor leaf = hidden.detach().to(DType.FLOAT32).detach().requireGradient(true);
            Layers.embedding(leaf, index).backward(ofRows.to(DType.FLOAT32));
            return leaf.gradient().to(hidden.type());
        }
    }
}
