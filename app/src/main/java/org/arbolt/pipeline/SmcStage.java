package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.ModelSequences;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Target;
import org.arbolt.sampling.Twist;
import org.arbolt.sampling.TwistedSampling;
import org.arbolt.sampling.WeightTwist;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;

/** Samples of a model by twisted sequential Monte Carlo: whole populations, each a function of its number. */
final class SmcStage {
    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;

    SmcStage(RunContext bench, RunConfig.SamplingPlan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /** Draws as many populations as hold a number of samples. */
    void run(Path modelFile, int wanted, Progress progress) {
        Topology topology = bench.molecule().topology();
        TrainedModel model = TrainedModel.load(modelFile, bench.system().peptide(), topology);
        SamplingDistribution distribution = bench.controls().distribution(plan);
        model.remarks(distribution, topology).forEach(bench.remarks()::add);
        ModelSequences sequences = model.sequences(distribution, topology);
        int[] checkpoints = checkpoints(sequences, topology);
        double deviation = bench.controls().statedCentroidDeviation(model).orElseThrow();
        Target target = new Counted(bench, bench.target(deviation));
        int particles = plan.smc().particles();
        Seed seed = bench.seed().child("populations");
        Twist twist = WeightTwist.of(
                plan.smc().kind(),
                sequences,
                checkpoints,
                target,
                particles,
                bench.seed().child("pilot"));
        TwistedSampling sampling = new TwistedSampling(
                sequences, checkpoints, twist, particles, plan.smc().threshold());
        int count = Math.ceilDiv(wanted, particles);
        AtomicInteger done = new AtomicInteger();
        progress.report(0, (long) count * particles, "");
        TwistedSampling.Population[] drawn = new TwistedSampling.Population[count];
        IntStream.range(0, count).parallel().forEach(p -> {
            drawn[p] = sampling.run(target, seed, p);
            progress.report((long) particles * done.incrementAndGet(), (long) count * particles, "");
        });
        List<TwistedSampling.Population> populations = List.of(drawn);
        Ensemble ensemble = TwistedSampling.together(
                populations, topology.atomCount(), ImportanceWeights.Treatment.parse(plan.weights()));
        bench.folder().writeJson(RunFiles.SMC, SmcRecord.of(particles, checkpoints, populations)); // samples say: done
        SampleFile.writeEnsemble(
                bench.folder().file(RunFiles.SAMPLES),
                ensemble,
                bench.controls().bias(ensemble.frames()),
                genealogy(populations, particles),
                deviation,
                bench.seed().value());
        DcdFile.write(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), ensemble.frames());
    }

    /** Which population each sample is of, and which of its first particles it comes from. */
    private static Map<String, NpyArray> genealogy(List<TwistedSampling.Population> populations, int particles) {
        long[] population = IntStream.range(0, populations.size() * particles)
                .mapToLong(i -> i / particles)
                .toArray();
        long[] ancestor = populations.stream()
                .flatMapToInt(p -> Arrays.stream(p.root()))
                .mapToLong(root -> root)
                .toArray();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("population", NpyArray.of(population));
        arrays.put("ancestor", NpyArray.of(ancestor));
        return arrays;
    }

    /** @throws BadInput if such a model cannot be drawn from step by step here */
    static void require(TrainedModel model) {
        if (model.statedCentroidDeviation().isEmpty()) {
            throw new BadInput("--smc needs a model of internal coordinates; give another, or leave out --smc");
        }
        if (Engine.device().kind() != Device.Kind.CPU) {
            throw new BadInput("--smc is for the CPU; leave out --device, or --smc");
        }
    }

    private int[] checkpoints(ModelSequences sequences, Topology topology) {
        int[] atoms = IntStream.range(0, topology.atomCount()).toArray();
        int[] residues =
                topology.atoms().stream().mapToInt(Topology.Atom::residue).toArray();
        return switch (plan.smc().resample()) {
            case "torsion" -> sequences.checkpoints(new int[topology.atomCount()]);
            case "residue" -> sequences.checkpoints(residues);
            default -> sequences.checkpoints(atoms);
        };
    }

    /** The controlled target, its energies counted. */
    private record Counted(RunContext bench, BoltzmannTarget target) implements Target {
        @Override
        public int atoms() {
            return target.atoms();
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            return bench.controls().apply(target, frames, target.evaluate(frames, bench.energies(frames)));
        }
    }
}
