package org.arbolt.generator;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.ControlledTokens;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.decoding.KernelSampler;
import org.arbolt.model.decoding.TokenPopulation;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.SequentialProposal;

/**
 * A trained network that writes conformations token by token, on the CPU. Tokens and places in the cell of particle i
 * of population p of N come from the streams of index p N + i.
 */
public final class ModelSequences implements SequentialProposal {
    private final Coordinates coordinates;
    private final KernelSampler sampler;

    ModelSequences(Coordinates coordinates, KernelSampler sampler) {
        this.coordinates = coordinates;
        this.sampler = sampler;
    }

    @Override
    public int atoms() {
        return coordinates.atoms();
    }

    @Override
    public int steps() {
        return coordinates.tokens();
    }

    /**
     * Steps after which a conformation can be expected, and then after each atom or residue that is finished.
     *
     * @param residueOfAtom [A], or the atom itself to stop after each
     */
    public int[] checkpoints(int[] residueOfAtom) {
        int from = untilSoft();
        int[] atom = coordinates.atom();
        return IntStream.concat(
                        IntStream.of(from).filter(t -> t > 0),
                        IntStream.range(Math.max(1, from + 1), steps())
                                .filter(t -> residueOfAtom[atom[t]] != residueOfAtom[atom[t - 1]]))
                .filter(t -> t < steps())
                .toArray();
    }

    /** Steps after which a conformation can be expected, and then after every so many coordinates. */
    public int[] checkpointsEvery(int coordinatesBetween) {
        return IntStream.iterate(Math.max(1, untilSoft()), t -> t < steps(), t -> t + coordinatesBetween)
                .toArray();
    }

    private int untilSoft() {
        return switch (coordinates) {
            case InternalTokens internal -> internal.untilSoft();
            case ControlledTokens controlled -> controlled.untilSoft();
            default -> 0;
        };
    }

    @Override
    public Population begin(Seed seed, long number, int particles) {
        return new Writing(seed, number * particles, particles);
    }

    private final class Writing implements Population {
        private final Seed seed;
        private final long first;
        private final TokenPopulation tokens;
        private final RandomStream[] streams;

        Writing(Seed seed, long first, int particles) {
            this.seed = seed;
            this.first = first;
            this.tokens = sampler.population(particles);
            this.streams = new RandomStream[particles];
            Arrays.setAll(streams, i -> seed.stream("token", first + i));
        }

        @Override
        public void advance(int to) {
            tokens.advance(to, (row, position) -> streams[row].nextDouble());
        }

        @Override
        public double[] logProbability() {
            return tokens.logProbability();
        }

        @Override
        public Frames expected() {
            if (tokens.done() < untilSoft() || untilSoft() == 0) {
                return null;
            }
            Frames frames = Frames.allocate(tokens.size(), atoms());
            for (int i = 0; i < tokens.size(); i++) {
                int at = i * steps();
                int offset = 3 * atoms() * i;
                if (coordinates instanceof InternalTokens internal) {
                    internal.complete(tokens.tokens(), at, tokens.done(), frames.xyz(), offset);
                } else if (coordinates instanceof ControlledTokens controlled) {
                    controlled.complete(tokens.tokens(), at, tokens.done(), frames.xyz(), offset);
                }
            }
            return coordinates.shifted()
                    ? frames.centred()
                    : frames; // the density of centroids is then the same for all
        }

        @Override
        public void select(int[] ancestors) {
            tokens.select(ancestors);
        }

        @Override
        public Proposal.Draw finish() {
            return ModelProposal.conformations(coordinates, tokens.tokens(), tokens.logProbability(), seed, first);
        }
    }
}
