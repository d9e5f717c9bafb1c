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
import org.arbolt.run.Part;
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
    private static final String POPULATION = "population";

    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;

    SmcStage(RunContext bench, RunConfig.SamplingPlan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /** Draws as many populations as hold a number of samples. */
    void run(Path modelFile, int wanted, Progress progress) {
        int particles = plan.smc().particles();
        Drawn drawn = draw(modelFile, 0, Math.ceilDiv(wanted, particles), progress);
        Ensemble ensemble = drawn.together(bench, plan);
        bench.folder()
                .writeJson( // samples say: done
                        RunFiles.SMC,
                        SmcRecord.of(particles, drawn.checkpoints, PopulationRecord.of(drawn.populations)));
        SampleFile.writeEnsemble(
                bench.folder().file(RunFiles.SAMPLES),
                ensemble,
                bench.controls().bias(ensemble.frames()),
                genealogy(drawn.roots(), particles),
                drawn.centroidDeviation,
                bench.seed().value());
        DcdFile.write(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), ensemble.frames());
    }

    /** Draws the populations of a part; what belongs to all together is known when it is merged. */
    void part(Path modelFile, Part part, Progress progress) {
        Drawn drawn = draw(modelFile, part.first(), Math.toIntExact(part.count()), progress);
        Ensemble ensemble = drawn.together(bench, plan);
        bench.folder()
                .writeJson(
                        RunFiles.part(RunFiles.SMC),
                        new PopulationRecord.OfPart(drawn.checkpoints, PopulationRecord.of(drawn.populations)));
        SampleFile.writePart(
                bench.folder().file(RunFiles.part(RunFiles.SAMPLES)),
                ensemble,
                Map.of(SampleFile.ANCESTOR, NpyArray.of(drawn.roots())),
                drawn.centroidDeviation,
                bench.seed().value());
    }

    /**
     * Populations.
     *
     * @param checkpoints steps after which particles could be resampled
     * @param centroidDeviation of the target, nm
     */
    private record Drawn(TwistedSampling.Population[] populations, int[] checkpoints, double centroidDeviation) {
        Ensemble together(RunContext bench, RunConfig.SamplingPlan plan) {
            return TwistedSampling.together(
                    List.of(populations),
                    bench.molecule().topology().atomCount(),
                    ImportanceWeights.Treatment.parse(plan.weights()));
        }

        long[] roots() {
            return Arrays.stream(populations)
                    .flatMapToInt(p -> Arrays.stream(p.root()))
                    .mapToLong(root -> root)
                    .toArray();
        }
    }

    private Drawn draw(Path modelFile, long first, int count, Progress progress) {
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
        AtomicInteger done = new AtomicInteger();
        progress.report(0, (long) count * particles, "");
        TwistedSampling.Population[] drawn = new TwistedSampling.Population[count];
        IntStream.range(0, count).parallel().forEach(p -> {
            drawn[p] = sampling.run(target, seed, first + p);
            progress.report((long) particles * done.incrementAndGet(), (long) count * particles, "");
        });
        return new Drawn(drawn, checkpoints, deviation);
    }

    /** Which population each sample is of, and which of its first particles it comes from. @param roots [F] */
    static Map<String, NpyArray> genealogy(long[] roots, int particles) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(
                POPULATION,
                NpyArray.of(IntStream.range(0, roots.length)
                        .mapToLong(i -> i / particles)
                        .toArray()));
        arrays.put(SampleFile.ANCESTOR, NpyArray.of(roots));
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
            case "atom" -> sequences.checkpoints(atoms);
            default -> sequences.checkpointsEvery(Integer.parseInt(plan.smc().resample()));
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
