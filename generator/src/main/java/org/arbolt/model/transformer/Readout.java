package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.model.coordinates.TokenScans;
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
     * @param scans coefficients of each one's {@link TokenScans}, [rows, terms, K]; null without
     */
    record Segment(int slot, long from, long rows, Tensor before, Tensor scans) {

        /** Some of its rows, counted from its own first. */
        Segment part(long first, long count) {
            return new Segment(
                    slot,
                    from + first,
                    count,
                    before == null ? null : before.narrow(0, first, count),
                    scans == null ? null : scans.narrow(0, first, count));
        }
    }

    /**
     * Of tokens [B, T], on the network's device.
     *
     * @param layouts one for all sequences, or one for each
     * @param functions K of the bin, of which heads make logits
     */
    static Readout of(TransformerConfig config, Tensor tokens, List<TokenLayout> layouts, int functions) {
        TransformerVariant.Heads heads = config.design().heads();
        if (heads == null) {
            int rows = Math.toIntExact(tokens.elements());
            return new Readout(
                    TokenLayoutBatch.shifted(tokens),
                    null,
                    tokens.view(-1),
                    IntStream.range(0, rows).toArray(),
                    List.of(new Segment(-1, 0, rows, null, null)));
        }
        Device device = tokens.device();
        int width = tokens.size(1);
        long[] all = tokens.toLongs();
        SlotTokens by = SlotTokens.of(all, width, layouts, config);
        List<Segment> segments = new ArrayList<>();
        long from = 0;
        for (SlotTokens.Rows rows : by.rows()) {
            Tensor before = rows.slot() == 0
                    ? null
                    : Tensor.of(rows.before(), rows.count(), rows.slot()).on(device);
            Tensor scans = heads.scans() && rows.slot() == heads.slots() - 1
                    ? scans(
                                    Arrays.stream(all).mapToInt(k -> (int) k).toArray(),
                                    width,
                                    layouts.stream().map(TokenLayout::scans).toList(),
                                    rows.token(),
                                    functions)
                            .on(device)
                    : null;
            segments.add(new Segment(rows.slot(), from, rows.count(), before, scans));
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

    /**
     * Coefficients of the scans of soft torsions.
     *
     * @param tokens [B, width]
     * @param energies one for all sequences, or one for each
     * @param token number of each row's token in the batch, [rows]
     * @param functions K
     * @return [rows, terms, K]
     */
    static Tensor scans(int[] tokens, int width, List<TokenScans> energies, int[] token, int functions) {
        float[] all = new float[token.length * TokenScans.TERMS * functions];
        for (int row = 0; row < token.length; row++) {
            int sequence = token[row] / width;
            TokenScans scans = energies.get(energies.size() == 1 ? 0 : sequence);
            int t = token[row] % width;
            if (scans.at(t)) {
                ScanCoefficients.of(
                        scans.of(tokens, sequence * width, t), functions, all, row * TokenScans.TERMS * functions);
            }
        }
        return Tensor.of(all, token.length, TokenScans.TERMS, functions);
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
