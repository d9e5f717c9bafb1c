package org.arbolt.model;

import java.util.Map;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/**
 * A table with one row of C numbers for every bin: what a token looks like on its way into the network, or what a hidden
 * vector is compared with on its way out. Two ways of parametrising it.
 */
sealed interface BinTable permits BinTable.Free, BinTable.Smooth {

  /** The rows of tokens: tokens int64 [B, T], result [B, T, C]. */
  Tensor rows(Tensor tokens);

  /** The product of hidden vectors with every row: h [n, C], result [n, V] in the type of the precision. */
  Tensor logits(Tensor h, Precision precision);

  /** The table itself, [V, C]. */
  Tensor table();

  /** What is learned, by its name in a checkpoint. */
  Map.Entry<String, Tensor> parameter();

  /**
   * Every entry on its own, as published.
   *
   * @param name name of the parameter
   * @param table [V, C]
   */
  record Free(String name, Tensor table) implements BinTable {

    @Override
    public Tensor rows(Tensor tokens) {
      return Layers.embedding(table, tokens);
    }

    @Override
    public Tensor logits(Tensor h, Precision precision) {
      return precision.linear(h, table);
    }

    @Override
    public Map.Entry<String, Tensor> parameter() {
      return Map.entry(name, table);
    }
  }

  /**
   * Basis·W with a fixed basis of smooth functions of the bin: neighbouring bins share what they learn, so that a small
   * training budget suffices. The product is a published table like any other.
   *
   * @param name name of the parameter
   * @param basis {@link SmoothBasis}, [V, K]
   * @param weight learned, [C, K]
   */
  record Smooth(String name, Tensor basis, Tensor weight) implements BinTable {

    @Override
    public Tensor rows(Tensor tokens) {
      return Layers.linear(Layers.embedding(basis, tokens), weight);
    }

    @Override
    public Tensor logits(Tensor h, Precision precision) {
      return precision.linear(precision.linear(h, weight.transpose(0, 1)), basis);
    }

    @Override
    public Tensor table() {
      return Layers.linear(basis, weight);
    }

    @Override
    public Map.Entry<String, Tensor> parameter() {
      return Map.entry(name, weight);
    }
  }
}
