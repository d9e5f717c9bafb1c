package org.arbolt.examples;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Region;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights.Treatment;
import org.arbolt.sampling.Proposal;

/** A model of your own, weighed by a target: a Gaussian stands in for the double well of {@link OwnTarget}. */
public final class OwnProposal {
    private OwnProposal() {}

    /** One particle whose coordinates are normal with a width in nm. Sample i of a seed is the same in any batch. */
    record Gaussian(double width) implements Proposal {
        @Override
        public int atoms() {
            return 1;
        }

        @Override
        public Draw draw(Seed seed, long first, int count) {
            Frames frames = Frames.allocate(count, 1);
            for (int f = 0; f < count; f++) {
                RandomStream random = seed.stream("gaussian", first + f);
                for (int axis = 0; axis < 3; axis++) {
                    frames.xyz()[3 * f + axis] = width * random.nextGaussian();
                }
            }
            return new Draw(frames, logDensity(frames));
        }

        @Override
        public double[] logDensity(Frames frames) {
            Observable squares = (all, f) ->
                    Arrays.stream(all.slice(f, f + 1).xyz()).map(c -> c * c).sum();
            double normalisation = 1.5 * Math.log(2 * Math.PI * width * width);
            return Arrays.stream(squares.of(frames))
                    .map(s -> -s / (2 * width * width) - normalisation)
                    .toArray();
        }
    }

    /** Samples of the Gaussian with weights of the double well. */
    static Ensemble ensemble(int samples) {
        return Ensemble.of(new Gaussian(1.2).draw(new Seed(1), 0, samples), new OwnTarget(), Treatment.NONE);
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
