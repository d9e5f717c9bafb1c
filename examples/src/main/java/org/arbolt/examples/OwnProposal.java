package org.arbolt.examples;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Region;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights.Treatment;
import org.arbolt.sampling.Proposal;

/**
 * A model of your own, weighed by a target: one particle whose coordinates are normal with a width in nm stands in for
 * the double well of {@link OwnTarget}. Sample i of a seed is the same in any batch.
 */
public record OwnProposal(double width) implements Proposal {
    @Override
    public int atoms() {
        return 1;
    }

    @Override
    public Draw draw(Seed seed, long first, int count) {
        double[] xyz = IntStream.range(0, count)
                .mapToObj(f -> seed.stream("gaussian", first + f))
                .flatMapToDouble(random -> DoubleStream.generate(() -> width * random.nextGaussian())
                        .limit(3))
                .toArray();
        return new Draw(new Frames(1, xyz), logDensity(new Frames(1, xyz)));
    }

    @Override
    public double[] logDensity(Frames frames) {
        Observable squares = (all, f) ->
                Arrays.stream(all.slice(f, f + 1).xyz()).map(c -> c * c).sum();
        Observable log =
                (all, f) -> -squares.of(all, f) / (2 * width * width) - 1.5 * Math.log(2 * Math.PI * width * width);
        return log.of(frames);
    }

    /** Samples of the Gaussian with weights of the double well. */
    static Ensemble ensemble(int samples) {
        return Ensemble.of(new OwnProposal(1.2).draw(new Seed(1), 0, samples), new OwnTarget(), Treatment.NONE);
    }

    /** The well on the left, where x is negative. */
    static Region left() {
        return Region.between((frames, f) -> frames.get(f, 0, 0), Double.NEGATIVE_INFINITY, 0);
    }

    /** Prints what the ensemble says. */
    public static void main(String[] args) {
        Ensemble ensemble = ensemble(100_000);
        System.out.println("population on the left " + ensemble.population(left()));
        System.out.println("free energy, left over right " + ensemble.freeEnergy(left(), left().not()) + " kT");
    }
}
