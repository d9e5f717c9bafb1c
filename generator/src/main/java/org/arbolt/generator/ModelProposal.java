package org.arbolt.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.decoding.TokenSampler;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.Proposal;

/**
 * A trained network as a proposal: log q(x) = Σ_j log P(k_j | k_&lt;j) + log of the density within the cell
 * (docs/method.md, "Two coordinate systems"). Tokens and places in the cell of sample i come from the streams of index
 * i.
 */
public final class ModelProposal implements Proposal {
    private final Coordinates coordinates;
    private final TokenSampler sampler;

    /**
     * @param coordinates how tokens are conformations
     * @param sampler of sequences of as many tokens; this one's from now on
     */
    ModelProposal(Coordinates coordinates, TokenSampler sampler) {
        this.coordinates = coordinates;
        this.sampler = sampler;
    }

    @Override
    public int atoms() {
        return coordinates.atoms();
    }

    @Override
    public Draw draw(Seed seed, long first, int count) {
        TokenSampler.Draw drawn = sampler.draw(seed, first, count, coordinates.tokens());
        return conformations(coordinates, drawn.tokens(), drawn.logProbability(), seed, first);
    }

    /**
     * Tokens as conformations, at random within their cells, with their density.
     *
     * @param tokens [B, T] flattened
     * @param logProbability of them, [B], nats
     * @param first number of the first in the sequence of the seed
     */
    static Draw conformations(Coordinates coordinates, int[] tokens, double[] logProbability, Seed seed, long first) {
        int width = 3 * coordinates.atoms();
        Frames frames = Frames.allocate(logProbability.length, coordinates.atoms());
        double[] logDensity = new double[logProbability.length];
        for (int row = 0; row < logDensity.length; row++) {
            int offset = row * width;
            coordinates.decode(
                    tokens, row * coordinates.tokens(), seed.stream("cell", first + row), frames.xyz(), offset);
            logDensity[row] = logProbability[row] + coordinates.logCellDensity(frames.xyz(), offset);
        }
        return new Draw(frames, logDensity);
    }

    @Override
    public double[] logDensity(Frames frames) {
        int width = coordinates.tokens();
        int[] tokens = new int[frames.count() * width];
        List<Integer> inside = new ArrayList<>(); // frames on the grid, in the order of their tokens
        for (int f = 0; f < frames.count(); f++) {
            if (coordinates.tokenise(frames.xyz(), f * 3 * atoms(), tokens, inside.size() * width)) {
                inside.add(f);
            }
        }
        double[] logProbabilities = sampler.logProbabilities(Arrays.copyOf(tokens, inside.size() * width));
        double[] logDensity = new double[frames.count()];
        Arrays.fill(logDensity, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < inside.size(); i++) {
            int frame = inside.get(i);
            logDensity[frame] = logProbabilities[i] + coordinates.logCellDensity(frames.xyz(), frame * 3 * atoms());
        }
        return logDensity;
    }

    @Override
    public void close() {
        sampler.close();
    }
}
