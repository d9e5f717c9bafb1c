package org.arbolt.generator;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.coordinates.MirroredCoordinates;
import org.arbolt.model.coordinates.StiffCoordinates;
import org.arbolt.model.decoding.TokenSampler;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.harmonic.HarmonicMixture;
import org.arbolt.sampling.harmonic.HarmonicWell;
import org.arbolt.units.Units;

/**
 * A network draws the soft torsions, the energy all else (docs/method.md, "Stiff coordinates by their energy"): with
 * the torsions t at rest, stiff coordinates s are drawn from the Gaussian g(s|t) at the minimum of their energy, or
 * from a mixture of several, K times. One of the K is taken with probability ∝ w_k = exp(−u(t, s_k)) / (q(t) g(s_k|t)),
 * and weighed by the mean of the w_k: an importance sample of the Boltzmann distribution on the space of all K (Andrieu
 * and Roberts, Ann. Stat. 37, 697 (2009)), whose averages are as exact as those of one draw. The log-density that it
 * gives is the one that says this weight: log q = −u − log ⟨w⟩.
 *
 * <p>Everything of sample i comes from the streams of index i.
 */
public final class HarmonicSampler implements ConformationSampler {
    private static final int COORDINATES_PER_DRAW = 4; // stiff ones: curvature and draws then cost about the same
    private static final int ROUND = 8; // draws are a multiple of it
    private static final int TRIED = 3; // conformations from which the usual curvature is taken

    private final InternalTokens coordinates;
    private final boolean mirrored;
    private final StiffCoordinates stiff;
    private final List<UnaryOperator<double[]>> puckers;
    private final TokenSampler sampler;
    private final Potential exact;
    private final Potential fast;
    private final double thermal;
    private final int draws; // K
    private final HarmonicWell.Metric metric;
    private final Queue<StiffLandscape> idle = new ConcurrentLinkedQueue<>();
    private final LongAdder evaluations = new LongAdder();

    private HarmonicSampler(
            InternalTokens coordinates,
            boolean mirrored,
            StiffCoordinates stiff,
            TokenSampler sampler,
            Potential exact,
            Potential fast,
            double temperatureKelvin) {
        this.coordinates = coordinates;
        this.mirrored = mirrored;
        this.stiff = stiff;
        this.puckers = stiff.puckers();
        this.sampler = sampler;
        this.exact = exact;
        this.fast = fast;
        this.thermal = Units.thermalEnergy(temperatureKelvin);
        this.draws = ROUND * Math.ceilDiv(stiff.count(), COORDINATES_PER_DRAW * ROUND);
        this.metric = usual();
    }

    /**
     * @param exact energy that draws are weighed by
     * @param fast the same in any precision, for minima and curvatures
     * @return null where soft torsions do not come first
     */
    static HarmonicSampler of(
            Coordinates coordinates,
            TransformerWeights network,
            Potential exact,
            Potential fast,
            double temperatureKelvin) {
        boolean mirrored = coordinates instanceof MirroredCoordinates;
        if (!((coordinates instanceof MirroredCoordinates image ? image.inner() : coordinates)
                instanceof InternalTokens tokens)) {
            return null;
        }
        StiffCoordinates stiff = StiffCoordinates.of(tokens);
        return stiff == null
                ? null
                : new HarmonicSampler(
                        tokens, mirrored, stiff, TokenSampler.of(network, 1), exact, fast, temperatureKelvin);
    }

    @Override
    public int atoms() {
        return coordinates.atoms();
    }

    @Override
    public long evaluations() {
        return evaluations.sum();
    }

    @Override
    public void close() {
        sampler.close();
    }

    @Override
    public Draw draw(Seed seed, long first, int count) {
        TokenSampler.Draw drawn = sampler.draw(seed, first, count, stiff.softTokens());
        Frames frames = Frames.allocate(count, atoms());
        double[] logDensity = new double[count];
        IntStream.range(0, count).parallel().forEach(row -> {
            StiffLandscape landscape = take();
            logDensity[row] = complete(
                    landscape,
                    drawn.tokens(),
                    row * stiff.softTokens(),
                    drawn.logProbability()[row],
                    new Streams(seed, first + row),
                    frames.xyz(),
                    row * 3 * atoms());
            give(landscape);
        });
        return new Draw(frames, logDensity);
    }

    /** Where a sample's random numbers come from. */
    private record Streams(Seed seed, long index) {
        RandomStream of(String name) {
            return seed.stream(name, index);
        }
    }

    /** Draws the stiff coordinates of torsions, and puts the conformation in space. @return its log-density */
    private double complete(
            StiffLandscape landscape,
            int[] tokens,
            int at,
            double logProbability,
            Streams streams,
            double[] xyz,
            int offset) {
        double[] start = stiff.expected(tokens, at, streams.of("cell"));
        landscape.at(start);
        HarmonicMixture wells = HarmonicMixture.of(landscape, stiff.of(start), metric, puckers);
        RandomStream random = streams.of("stiff");
        double[][] conformation = new double[draws][];
        double[] logWeight = new double[draws];
        double logTorsions = logProbability - stiff.logCell();
        for (int k = 0; k < draws; k++) {
            HarmonicWell.Draw values = wells.draw(random);
            double[] q = stiff.with(start, values.x());
            conformation[k] = stiff.toCartesian(q);
            stiff.relabel(streams.of("labels"), conformation[k]);
            logWeight[k] = stiff.possible(q)
                    ? stiff.logVolume(q) - values.logDensity() - logTorsions
                    : Double.NEGATIVE_INFINITY;
        }
        double[] reduced = landscape.reducedEnergies(conformation);
        for (int k = 0; k < draws; k++) {
            logWeight[k] = Double.isFinite(reduced[k]) ? logWeight[k] - reduced[k] : Double.NEGATIVE_INFINITY;
        }
        double logSum = LogSumExp.of(logWeight);
        int taken = chosen(logWeight, logSum, random.nextDouble());
        System.arraycopy(conformation[taken], 0, xyz, offset, 3 * atoms());
        double logCentroid = stiff.placeInSpace(streams.of("place"), xyz, offset);
        for (int i = offset; mirrored && i < offset + 3 * atoms(); i++) {
            xyz[i] = -xyz[i];
        }
        return logSum == Double.NEGATIVE_INFINITY
                ? Double.POSITIVE_INFINITY
                : -reduced[taken] - logSum + Math.log(draws) + logCentroid;
    }

    /** Of the draws, one by its weight. @param uniform in [0, 1) */
    private static int chosen(double[] logWeight, double logSum, double uniform) {
        double left = uniform;
        for (int k = 0; k < logWeight.length - 1; k++) {
            left -= logSum == Double.NEGATIVE_INFINITY ? 0 : Math.exp(logWeight[k] - logSum);
            if (left < 0) {
                return k;
            }
        }
        return logWeight.length - 1;
    }

    /** The curvature where the energy is least, among a few conformations that are always the same. */
    private HarmonicWell.Metric usual() {
        Seed seed = new Seed(0).child("usual curvature");
        TokenSampler.Draw drawn = sampler.draw(seed, 0, TRIED, stiff.softTokens());
        StiffLandscape landscape = take();
        double least = Double.POSITIVE_INFINITY;
        HarmonicWell best = null;
        for (int row = 0; row < TRIED; row++) {
            double[] start = stiff.expected(drawn.tokens(), row * stiff.softTokens(), seed.stream("cell", row));
            landscape.at(start);
            HarmonicWell well = HarmonicWell.of(landscape, stiff.of(start), HarmonicWell.Metric.of(landscape));
            double[] value = new double[1];
            landscape.evaluate(new double[][] {well.centre()}, value, null);
            if (best == null || value[0] < least) {
                least = value[0];
                best = well;
            }
        }
        give(landscape);
        return best.metric();
    }

    private StiffLandscape take() {
        StiffLandscape landscape = idle.poll();
        return landscape != null
                ? landscape
                : new StiffLandscape(stiff, exact.newKernel(), fast.newKernel(), atoms(), thermal);
    }

    private void give(StiffLandscape landscape) {
        evaluations.add(landscape.takeEvaluations());
        idle.add(landscape);
    }
}
