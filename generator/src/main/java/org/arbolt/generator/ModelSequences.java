package org.arbolt.generator;

import java.util.Arrays;
import java.util.BitSet;
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
    private static final int FEWEST = 4; // atoms

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

    /** Steps after the last of some soft torsions, where atoms have got places that can be expected. */
    public int[] checkpoints() {
        return IntStream.range(1, steps())
                .filter(t -> soft(t - 1) && !soft(t))
                .filter(this::enough)
                .toArray();
    }

    /**
     * These, and the steps after which an atom or residue is finished.
     *
     * @param residueOfAtom [A], or the atom itself to stop after each
     */
    public int[] checkpoints(int[] residueOfAtom) {
        int[] atom = coordinates.atom();
        return IntStream.range(1, steps())
                .filter(t -> soft(t - 1) ? !soft(t) : soft(t) || residueOfAtom[atom[t]] != residueOfAtom[atom[t - 1]])
                .filter(this::enough)
                .toArray();
    }

    /** Steps after which atoms have got places that can be expected, every so many coordinates. */
    public int[] checkpointsEvery(int coordinatesBetween) {
        int first = IntStream.range(1, steps())
                .filter(t -> !soft(t) && enough(t))
                .findFirst()
                .orElse(steps());
        return IntStream.iterate(first, t -> t < steps(), t -> t + coordinatesBetween)
                .toArray();
    }

    /** Whether there are more atoms with places than the first few, which say nothing. */
    private boolean enough(int step) {
        return internal() == null || placed(step).cardinality() >= FEWEST;
    }

    private boolean soft(int token) {
        return internal() != null && internal().soft(token);
    }

    @Override
    public BitSet placed(int step) {
        return internal() == null ? new BitSet() : internal().placed(step);
    }

    /** Null for coordinates of another kind. */
    private InternalTokens internal() {
        return switch (coordinates) {
            case InternalTokens internal -> internal;
            case ControlledTokens controlled -> controlled.inner();
            default -> null;
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
            if (internal() == null || !enough(tokens.done())) {
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
