package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.ModelSequences;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.run.Part;
import org.arbolt.sampling.ControlledTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Target;
import org.arbolt.sampling.TwistedSampling;
import org.arbolt.sampling.WeightTwist;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;

/** Samples of a model by twisted sequential Monte Carlo: whole populations, each a function of its number. */
final class SmcStage {
    static final int AT_ONCE = // populations: enough for all cores, few enough to save often
            Math.max(8, Runtime.getRuntime().availableProcessors());

    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;

    SmcStage(RunContext bench, RunConfig.SamplingPlan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /** Draws as many populations as hold a number of samples. */
    void run(Path modelFile, int wanted, Progress progress) {
        SamplePortions drawn =
                draw(modelFile, 0, Math.ceilDiv(wanted, plan.smc().particles()), progress);
        new SampleMerge(bench, plan, drawn.all()).run(Progress.NONE);
        drawn.delete();
    }

    /** Draws the populations of a part; what belongs to all together is known when it is merged. */
    void part(Path modelFile, Part part, Progress progress) {
        SamplePortions drawn = draw(modelFile, part.first(), Math.toIntExact(part.count()), progress);
        new SampleMerge(bench, plan, drawn.all()).part();
        drawn.delete();
    }

    private SamplePortions draw(Path modelFile, long first, int count, Progress progress) {
        Topology topology = bench.molecule().topology();
        TrainedModel model = TrainedModel.load(modelFile, bench.system().peptide(), bench.molecule());
        SamplingDistribution distribution = bench.controls().distribution(plan);
        model.remarks(distribution, topology).forEach(bench.remarks()::add);
        ModelSequences sequences = model.sequences(distribution, topology);
        int[] checkpoints = checkpoints(sequences, topology);
        double deviation = bench.controls().statedCentroidDeviation(model).orElseThrow();
        Target controlled =
                new ControlledTarget(bench.target(deviation), bench.controls().ofWholes());
        Target target = new Counted(bench, controlled);
        int particles = plan.smc().particles();
        Seed seed = bench.seed().child("populations");
        Control twist = WeightTwist.of(
                plan.smc().kind(),
                sequences,
                checkpoints,
                target,
                particles,
                bench.seed().child("pilot"));
        TwistedSampling sampling = new TwistedSampling(
                sequences, checkpoints, twist, particles, plan.smc().threshold());
        SamplePortions drawn = new SamplePortions(bench.folder(), first * particles, true);
        AtomicLong done = new AtomicLong(drawn.end() - first * particles);
        progress.report(done.get(), (long) count * particles, "");
        while (drawn.end() < (first + count) * particles) {
            long from = drawn.end() / particles;
            TwistedSampling.Population[] populations =
                    new TwistedSampling.Population[(int) Math.min(AT_ONCE, first + count - from)];
            IntStream.range(0, populations.length).parallel().forEach(p -> {
                populations[p] = sampling.run(target, seed, from + p);
                progress.report(done.addAndGet(particles), (long) count * particles, "");
            });
            drawn.keep(
                    weighed(List.of(populations), deviation),
                    new PopulationRecord.OfPart(checkpoints, PopulationRecord.of(populations)),
                    bench.seed().value());
            bench.saved(0);
        }
        return drawn;
    }

    private SampleFile weighed(List<TwistedSampling.Population> populations, double centroidDeviation) {
        Ensemble ensemble = TwistedSampling.together(
                populations, bench.molecule().topology().atomCount(), ImportanceWeights.Treatment.NONE);
        return new SampleFile(
                ensemble.frames(),
                null,
                ensemble.evaluation().energy(),
                ensemble.weights().rawLogWeights(),
                populations.stream()
                        .flatMapToInt(p -> Arrays.stream(p.root()))
                        .asLongStream()
                        .toArray(),
                ensemble.groups(),
                centroidDeviation,
                SampleFile.VERSION);
    }

    /** @throws BadInput if such a model cannot be drawn from step by step here */
    static void require(TrainedModel model) {
        require(model.statedCentroidDeviation().isPresent()
                && model.coordinates().whole());
    }

    static void require(boolean internalCoordinates) {
        if (!internalCoordinates) {
            throw new BadInput(
                    "--smc needs a model of all internal coordinates (--coordinates internal); give another, or leave "
                            + "out --smc");
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
            case "torsion" -> sequences.checkpoints();
            case "residue" -> sequences.checkpoints(residues);
            case "atom" -> sequences.checkpoints(atoms);
            default -> sequences.checkpointsEvery(Integer.parseInt(plan.smc().resample()));
        };
    }

    /** A target, or part of one, its energies counted. */
    private record Counted(RunContext bench, Target target) implements Target {
        @Override
        public int atoms() {
            return target.atoms();
        }

        @Override
        public Target part(BitSet atoms) {
            Target part = target.part(atoms);
            return part == null ? null : new Counted(bench, part);
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            return bench.counted(target, frames);
        }
    }
}
