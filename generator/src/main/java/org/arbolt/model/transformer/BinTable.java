package org.arbolt.model.transformer;

import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/**
 * A table with one row of C numbers for every bin: what a token looks like on its way into the network, or what a
 * hidden vector is compared with on its way out.
 */
public sealed interface BinTable permits BinTable.Free, BinTable.OneHot, BinTable.Smooth, BinTable.Slots {

    /** The rows of tokens: tokens int64 [B, T], result [B, T, C]. */
    Tensor rows(Tensor tokens);

    /** The product of hidden vectors with every row: h [n, C], result [n, V] in the type of the precision. */
    default Tensor logits(Tensor h, NetworkPrecision precision) {
        return precision.linear(coefficients(h, precision), columns());
    }

    /** What is multiplied with {@link #columns} to make logits, of hidden vectors [n, C]: [n, K]. */
    default Tensor coefficients(Tensor h, NetworkPrecision precision) {
        return h;
    }

    /** What coefficients are multiplied with, [V, K]: the table itself, or the functions it is made of. */
    default Tensor columns() {
        return table();
    }

    /** Whether {@link #columns} are learned. */
    default boolean learned() {
        return true;
    }

    /** The table itself, [V, C]. */
    Tensor table();

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
        public Tensor table() {
            Tensor columns = layer.weight().transpose(0, 1);
            return layer.bias() == null ? columns : columns.plus(layer.bias());
        }
    }

    /**
     * Functions of the tokens of all slots of a position through one linear layer: a way in only.
     *
     * @param functions {@link SmoothBasis} with a row of zeros for an empty slot, [V + 1, K′]
     * @param weight learned, [C, S·K′]
     */
    record Slots(Tensor functions, Tensor weight) implements BinTable {

        /** Of tokens [B, P, S], [B, P, C]. */
        @Override
        public Tensor rows(Tensor tokens) {
            return Layers.linear(of(functions, tokens), weight);
        }

        /** All functions of tokens […, S] side by side, […, S·K′]. */
        static Tensor of(Tensor functions, Tensor tokens) {
            long[] shape = tokens.shape();
            shape[shape.length - 1] *= functions.size(1);
            return Layers.embedding(functions, tokens).reshape(shape);
        }

        @Override
        public Tensor table() {
            throw new IllegalStateException("tokens of slots have no table; logits are made by heads");
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
        public Tensor coefficients(Tensor h, NetworkPrecision precision) {
            return precision.linear(h, weight.transpose(0, 1));
        }

        @Override
        public Tensor columns() {
            return basis;
        }

        @Override
        public boolean learned() {
            return false;
        }

        @Override
        public Tensor table() {
            return Layers.linear(basis, weight);
        }
    }
}
