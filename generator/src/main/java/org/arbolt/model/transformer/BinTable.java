package org.arbolt.model.transformer;

import java.util.List;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/**
 * A table with one row of C numbers for every bin: what a token looks like on its way into the network, or what a
 * hidden vector is compared with on its way out.
 */
public sealed interface BinTable permits BinTable.Free, BinTable.OneHot, BinTable.Smooth {

    /** The rows of tokens: tokens int64 [B, T], result [B, T, C]. */
    Tensor rows(Tensor tokens);

    /** The product of hidden vectors with every row: h [n, C], result [n, V] in the type of the precision. */
    Tensor logits(Tensor h, NetworkPrecision precision);

    /** The table itself, [V, C]. */
    Tensor table();

    /** What is learned. */
    List<Tensor> parameters();

    /**
     * Every entry on its own, as published.
     *
     * @param table learned, [V, C]
     */
    record Free(Tensor table) implements BinTable {

        @Override
        public Tensor rows(Tensor tokens) {
            return Layers.embedding(table, tokens);
        }

        @Override
        public Tensor logits(Tensor h, NetworkPrecision precision) {
            return precision.linear(h, table);
        }

        @Override
        public List<Tensor> parameters() {
            return List.of(table);
        }
    }

    /**
     * A linear layer over the token as a one-hot vector, which picks a column of its weight: a way in only.
     *
     * @param layer learned, [C, V], with or without a bias [C]
     */
    record OneHot(Linear<Tensor> layer) implements BinTable {

        @Override
        public Tensor rows(Tensor tokens) {
            Tensor columns = Layers.embedding(layer.weight().transpose(0, 1), tokens);
            return layer.bias() == null ? columns : columns.plus(layer.bias());
        }

        @Override
        public Tensor logits(Tensor h, NetworkPrecision precision) {
            return precision.linear(h, table());
        }

        @Override
        public Tensor table() {
            Tensor columns = layer.weight().transpose(0, 1);
            return layer.bias() == null ? columns : columns.plus(layer.bias());
        }

        @Override
        public List<Tensor> parameters() {
            return layer.bias() == null ? List.of(layer.weight()) : List.of(layer.weight(), layer.bias());
        }
    }

    /**
     * Basis·W with a fixed basis of smooth functions of the bin: neighbouring bins share what they learn, so that a
     * small training budget suffices. The product is a published table like any other.
     *
     * @param basis {@link SmoothBasis}, [V, K]
     * @param weight learned, [C, K]
     */
    record Smooth(Tensor basis, Tensor weight) implements BinTable {

        @Override
        public Tensor rows(Tensor tokens) {
            return Layers.linear(Layers.embedding(basis, tokens), weight);
        }

        @Override
        public Tensor logits(Tensor h, NetworkPrecision precision) {
            return precision.linear(precision.linear(h, weight.transpose(0, 1)), basis);
        }

        @Override
        public Tensor table() {
            return Layers.linear(basis, weight);
        }

        @Override
        public List<Tensor> parameters() {
            return List.of(weight);
        }
    }
}
