package org.arbolt.train;

import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/** Some of other examples. @param chosen which, ascending */
public record SelectedExamples(Examples all, int[] chosen) implements Examples {

    /**
     * Those that lie on the model's grids, at least in some way of turning them; the same where all do. Each is looked
     * at, so they should be in memory.
     *
     * @param seed of the turns that are tried
     */
    public static Examples onGrid(Examples all, Seed seed) {
        int[] chosen = IntStream.range(0, all.count())
                .parallel()
                .filter(i -> all.drawSomehow(i, seed.stream("on the grid", i), Batch.of(1, all.tokens(i)), 0))
                .toArray();
        return chosen.length == all.count() ? all : new SelectedExamples(all, chosen);
    }

    @Override
    public int count() {
        return chosen.length;
    }

    @Override
    public int tokens() {
        return all.tokens();
    }

    @Override
    public int tokens(int example) {
        return all.tokens(chosen[example]);
    }

    @Override
    public boolean equalLengths() {
        return all.equalLengths();
    }

    @Override
    public int molecules() {
        return all.molecules();
    }

    @Override
    public boolean draw(int example, RandomStream random, Batch batch, int row) {
        return all.draw(chosen[example], random, batch, row);
    }
}
