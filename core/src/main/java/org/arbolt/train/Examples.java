package org.arbolt.train;

import org.arbolt.math.RandomStream;
import org.arbolt.model.Coordinates;
import org.arbolt.molecule.Frames;

/** What there is to learn from: examples of T tokens each, drawn anew whenever one is used. Thread safe. */
public interface Examples {

  /** Number of examples. */
  int count();

  /** Number of tokens T of an example. */
  int tokens();

  /**
   * Draws the tokens of an example, augmented where that is wanted.
   *
   * @param example from 0 to count − 1
   * @param random where the augmentation comes from; equal streams give equal tokens
   * @param tokens filled with T tokens from {@code offset} on, if the answer is true
   * @return false if this draw lies outside the model's support
   */
  boolean draw(int example, RandomStream random, int[] tokens, int offset);

  /** Conformations of a molecule, moved and turned as their coordinates want it. */
  static Examples of(Coordinates coordinates, Frames frames) {
    if (frames.atoms() != coordinates.atoms()) {
      throw new IllegalArgumentException(
          "frames of " + frames.atoms() + " atoms are no examples for a model of " + coordinates.atoms());
    }
    return new Examples() {
      @Override
      public int count() {
        return frames.count();
      }

      @Override
      public int tokens() {
        return coordinates.tokens();
      }

      @Override
      public boolean draw(int example, RandomStream random, int[] tokens, int offset) {
        return coordinates.tokeniseTraining(frames.xyz(), 3 * example * frames.atoms(), random, tokens, offset);
      }
    };
  }
}
