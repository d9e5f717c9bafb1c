package org.arbolt.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.arbolt.cli.Exit;
import org.arbolt.evaluate.Clashes;
import org.arbolt.forcefield.Potential;
import org.arbolt.generator.ModelConditions;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.ModelSequences;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.PositionArrays;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Target;
import org.arbolt.sampling.TwistedSampling;
import org.arbolt.sampling.WeightTwist;

/**
 * The rows of {@code bench/smc.sh}: what twisted sequential Monte Carlo is worth: effective samples of a
 * population are the variance of a quantity over the mean squared error of the population's average, by dynamics.
 *
 * <pre>
 *   PEPTIDE MODEL REFERENCE.npz SEEDS POPULATIONS PARTICLES
 * </pre>
 */
public final class SmcBench {
    private static final int EXACT_FRAMES = 10_000; // of the reference, for the upper bound on log Z

    private final Topology topology;
    private final TrainedModel model;
    private final Frames reference;
    private final long[] ladder; // of each reference frame
    private final BoltzmannTarget target;
    private final Observable endToEnd;
    private final int seeds;
    private final int populations;
    private final int particles;

    private SmcBench(String[] arguments) {
        Molecule molecule = Peptide.of(arguments[0]);
        Path file = Path.of(arguments[1]);
        topology = molecule.topology();
        model = TrainedModel.load(file, molecule.name(), topology);
        ModelConditions conditions = ModelConditions.of(file).orElseThrow();
        Potential potential = conditions.potential(topology);
        target = new BoltzmannTarget(
                potential,
                conditions.temperatureKelvin(),
                model.statedCentroidDeviation().orElseThrow(),
                Stereocentres.of(topology, molecule.xyz()));
        Path frames = Path.of(arguments[2]);
        reference = PositionArrays.fromArray(frames, Npz.read(frames, "positions"), topology.atomCount())
                .centred(); // dynamics leaves centroids anywhere
        ladder = Npz.read(frames, "ladder").toLongs();
        int last = topology.residues().size() - 1;
        endToEnd = Observable.distance(topology.atom(0, "C"), topology.atom(last, "N"));
        seeds = Integer.parseInt(arguments[3]);
        populations = Integer.parseInt(arguments[4]);
        particles = Integer.parseInt(arguments[5]);
    }

    public static void main(String[] arguments) {
        Exit.atOnceOnSignals();
        new SmcBench(arguments).run();
        Exit.with(0);
    }

    /** What is estimated: its values of frames whose energies are known. */
    private interface Quantity {
        double[] of(Frames frames, double[] energy);
    }

    private void run() {
        double[] energy = target.evaluate(reference).energy();
        List<Quantity> quantities = List.of((_, u) -> u, (frames, _) -> endToEnd.of(frames));
        double[] variance = quantities.stream()
                .mapToDouble(q -> variance(q.of(reference, energy)))
                .toArray();
        double[] mean = quantities.stream()
                .mapToDouble(
                        q -> Arrays.stream(q.of(reference, energy)).average().orElseThrow())
                .toArray();
        print("log Z is at most %s", text(upperBound()));
        print("");
        print(
                "| twist | log Z, at least | deviation of Z over its mean | effective samples: energy, ends "
                        + "| per 1,000 energies | per CPU second | clashes | ancestors left of %d |",
                particles);
        print("|---|---|---|---|---|---|---|---|");
        for (WeightTwist.Kind kind : WeightTwist.Kind.values()) {
            populations(kind, 0, target); // compiles
        }
        for (WeightTwist.Kind kind : WeightTwist.Kind.values()) {
            row(kind, quantities, mean, variance);
        }
    }

    /**
     * −log of the mean of 1/w over samples of the target: its expectation is at least log Z, by Jensen. The error is
     * that of the scatter of ladders. Frames that the target excludes are none of its samples.
     */
    private Estimate upperBound() {
        int every = Math.ceilDiv(reference.count(), EXACT_FRAMES);
        int[] chosen =
                IntStream.iterate(0, i -> i < reference.count(), i -> i + every).toArray();
        Frames exact = reference.select(chosen);
        try (ModelProposal proposal = model.proposal(1)) {
            double[] logDensity = proposal.logDensity(exact);
            double[] reduced = target.evaluate(exact).reducedEnergy();
            int[] held = IntStream.range(0, chosen.length)
                    .filter(f -> Double.isFinite(reduced[f]))
                    .toArray();
            double largest = Arrays.stream(held)
                    .mapToDouble(f -> reduced[f] + logDensity[f])
                    .max()
                    .orElseThrow();
            Estimate mean = Estimate.ofGroups(
                    Arrays.stream(held)
                            .mapToDouble(f -> Math.exp(reduced[f] + logDensity[f] - largest))
                            .toArray(),
                    Arrays.stream(held).map(f -> (int) ladder[chosen[f]]).toArray());
            return new Estimate(-largest - Math.log(mean.value()), mean.error() / mean.value());
        }
    }

    private void row(WeightTwist.Kind kind, List<Quantity> quantities, double[] mean, double[] variance) {
        Counting counted = new Counting(target);
        List<TwistedSampling.Population> all = new ArrayList<>();
        double[] logOfSeed = new double[seeds];
        long start = cpuNanos();
        for (int s = 0; s < seeds; s++) {
            List<TwistedSampling.Population> drawn = populations(kind, 1 + s, counted);
            all.addAll(drawn);
            logOfSeed[s] = drawn.stream()
                    .mapToDouble(TwistedSampling.Population::logPartition)
                    .average()
                    .orElseThrow();
        }
        double seconds = 1e-9 * (cpuNanos() - start);
        double[] logZ = all.stream()
                .mapToDouble(TwistedSampling.Population::logPartition)
                .toArray();
        double largest = Arrays.stream(logZ).max().orElseThrow();
        double[] z = Arrays.stream(logZ).map(l -> Math.exp(l - largest)).toArray();
        double[] effective = new double[quantities.size()];
        Arrays.setAll(effective, q -> variance[q] / squaredError(all, quantities.get(q), mean[q]));
        double least = Arrays.stream(effective).min().orElseThrow();
        Clashes clashes = new Clashes(topology);
        print(
                "| `%s` | %s | %.2f | %.1f, %.1f | %.2g | %.2g | %.1f %% | %.0f |",
                kind.name().toLowerCase(Locale.ROOT),
                text(Estimate.ofIndependent(logOfSeed)),
                Math.sqrt(variance(z)) / Arrays.stream(z).average().orElseThrow(),
                effective[0],
                effective[1],
                1000 * least * all.size() / counted.evaluations(),
                least * all.size() / seconds,
                100
                        * all.stream()
                                .flatMapToDouble(
                                        p -> Arrays.stream(clashes.of(p.draw().frames())))
                                .map(n -> n > 0 ? 1 : 0)
                                .average()
                                .orElseThrow(),
                all.stream()
                        .mapToInt(p -> p.ancestors()[p.ancestors().length - 1])
                        .average()
                        .orElseThrow());
    }

    private List<TwistedSampling.Population> populations(WeightTwist.Kind kind, long number, Target by) {
        ModelSequences sequences = model.sequences(SamplingDistribution.TRAINED, topology);
        int[] checkpoints = sequences.checkpoints();
        Seed seed = new Seed(number);
        TwistedSampling sampling = new TwistedSampling(
                sequences,
                checkpoints,
                WeightTwist.of(kind, sequences, checkpoints, by, particles, seed.child("pilot")),
                particles,
                0.5);
        TwistedSampling.Population[] drawn = new TwistedSampling.Population[populations];
        IntStream.range(0, populations)
                .parallel()
                .forEach(p -> drawn[p] = sampling.run(by, seed.child("populations"), p));
        return List.of(drawn);
    }

    /** Of the averages of single populations, from that of dynamics. */
    private static double squaredError(List<TwistedSampling.Population> all, Quantity quantity, double truth) {
        return all.stream()
                .mapToDouble(p -> Math.pow(mean(p, quantity) - truth, 2))
                .average()
                .orElseThrow();
    }

    private static double mean(TwistedSampling.Population population, Quantity quantity) {
        double[] values =
                quantity.of(population.draw().frames(), population.evaluation().energy());
        double norm = LogSumExp.of(population.logWeights());
        return IntStream.range(0, values.length)
                .filter(i -> population.logWeights()[i] > Double.NEGATIVE_INFINITY)
                .mapToDouble(i -> Math.exp(population.logWeights()[i] - norm) * values[i])
                .sum();
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static String text(Estimate estimate) {
        return String.format(Locale.ROOT, "%.2f ± %.2f", estimate.value(), estimate.error());
    }

    private static void print(String format, Object... values) {
        System.out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }

    /** Counts energies, those of twists and pilots too. */
    private static final class Counting implements Target {
        private final Target target;
        private final LongAdder count;

        Counting(Target target) {
            this(target, new LongAdder());
        }

        private Counting(Target target, LongAdder count) {
            this.target = target;
            this.count = count;
        }

        @Override
        public int atoms() {
            return target.atoms();
        }

        @Override
        public Target part(BitSet atoms) {
            Target part = target.part(atoms);
            return part == null ? null : new Counting(part, count);
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            count.add(frames.count());
            return target.evaluate(frames);
        }

        long evaluations() {
            return count.sum();
        }
    }
}
