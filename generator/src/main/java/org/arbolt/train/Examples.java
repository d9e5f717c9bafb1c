package org.arbolt.train;

import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.molecule.Frames;

/** What there is to learn from, drawn anew whenever an example is used. Thread safe. */
public interface Examples {

    /** Draws of one example before it is taken to lie outside the grid however it is turned. */
    int TRIES = 100;

    /** Number of examples. */
    int count();

    /** Number of tokens of the longest example. */
    int tokens();

    /** Number of tokens of an example. */
    default int tokens(int example) {
        return tokens();
    }

    /** Whether all examples are of equally many tokens. */
    default boolean equalLengths() {
        return IntStream.range(0, count()).allMatch(i -> tokens(i) == tokens());
    }

    /** The order in which they are learned from. */
    default ExampleOrder order(Seed seed) {
        return ExampleOrder.shuffled(count(), seed);
    }

    /** Number of different molecules. */
    default int molecules() {
        return 1;
    }

    /**
     * Draws an example, augmented where that is wanted.
     *
     * @param example from 0 to count − 1
     * @param random where the augmentation comes from; equal streams give equal tokens
     * @param batch one of whose rows is filled, if the answer is true
     * @return false if this draw lies outside the model's support
     */
    boolean draw(int example, RandomStream random, Batch batch, int row);

    /** Draws an example until a draw lies on the grid. @return false if none of {@value #TRIES} does */
    default boolean drawSomehow(int example, RandomStream random, Batch batch, int row) {
        for (int i = 0; i < TRIES; i++) {
            if (draw(example, random, batch, row)) {
                return true;
            }
        }
        return false;
    }

    /** Examples of several molecules as one set; molecules are numbered in the order given. */
    static Examples joined(List<Examples> parts) {
        return parts.size() == 1 ? parts.getFirst() : new JoinedExamples(parts);
    }

    /**
     * Conformations of a molecule, moved and turned as their coordinates want it.
     *
     * @param reducedEnergy u of each frame, [F], kT; null where they are not known
     */
    static Examples of(Coordinates coordinates, Frames frames, double[] reducedEnergy) {
        if (reducedEnergy != null && reducedEnergy.length != frames.count()) {
            throw new IllegalArgumentException(frames.count() + " frames have " + reducedEnergy.length + " energies");
        }
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
            public boolean draw(int example, RandomStream random, Batch batch, int row) {
                double energy = reducedEnergy == null ? Double.NaN : reducedEnergy[example];
                return batch.place(row, coordinates, frames.xyz(), 3 * example * frames.atoms(), energy, random);
            }
        };
    }
}
