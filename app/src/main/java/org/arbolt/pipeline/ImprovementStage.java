package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.generator.ModelConditions;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.Distillation;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.molecule.Frames;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.tensor.Collective;
import org.arbolt.train.Validation;

/**
 * Self-improvement (docs/method.md): a model is sampled, its samples are weighed and resampled into a replay buffer,
 * and it goes on training on that; again and again. A tenth of the samples is kept out of training and chooses which of
 * a round's steps is left, the start among them, unless other frames are given for that. Round r has a folder
 * {@code rounds/r} with {@code replay.npz}, metrics, checkpoints and {@code model.safetensors}; what is there is not
 * done again, so a killed run goes on where it was.
 */
final class ImprovementStage {
    private static final double JUDGING_SHARE = 0.1; // of a round's samples, where no frames to judge by are given

    private final RunContext bench;
    private final Path start;
    private final ImprovementPlan plan;
    private final Trajectory heldOut;

    /**
     * @param start the model to begin with
     * @param heldOut frames to judge the models by; null for none
     */
    ImprovementStage(RunContext bench, Path start, ImprovementPlan plan, Trajectory heldOut) {
        this.bench = bench;
        this.start = start;
        this.plan = plan;
        this.heldOut = heldOut;
    }

    /** Does all rounds and writes the last model. @return what the samples of each round's model said */
    List<ImprovementRound> run() {
        for (int round = 1; round <= plan.rounds(); round++) {
            int number = round;
            bench.stage("round " + round, folder(round) + "/" + RunFiles.MODEL, () -> {
                round(number);
                return plan.samples();
            });
        }
        bench.stage("last samples", RunFiles.MODEL, () -> {
            finish();
            return plan.samples();
        });
        return results();
    }

    private static String folder(int round) {
        return RunFiles.ROUNDS + "/" + round;
    }

    /** The model that a round begins with. */
    private Path model(int round) {
        return round == 1 ? start : bench.folder().file(folder(round - 1)).resolve(RunFiles.MODEL);
    }

    private TrainedModel load(Path file) {
        return TrainedModel.load(file, bench.system().peptide(), bench.molecule());
    }

    private void round(int round) {
        Path folder = bench.folder().file(folder(round));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TrainedModel model = load(model(round));
        try (Transformer network = Transformer.of(model.network());
                Transformer teacher = Transformer.of(load(start).network())) {
            Path replay = folder.resolve(RunFiles.REPLAY);
            if (!Files.exists(replay)) {
                Ensemble drawn = sampled(round - 1, model, network);
                if (heldOut == null) {
                    int kept = (int) (JUDGING_SHARE * drawn.count());
                    Npz.write(
                            folder.resolve(RunFiles.JUDGING),
                            TrajectoryArrays.of(resampled(
                                    drawn.part(drawn.count() - kept, drawn.count()),
                                    kept,
                                    seed(round).stream("judging", 0))));
                    drawn = drawn.part(0, drawn.count() - kept);
                }
                Npz.write(replay, TrajectoryArrays.of(replay(round, drawn)));
            }
            Trajectory judging = heldOut != null ? heldOut : read(folder.resolve(RunFiles.JUDGING));
            train(round, model, network, teacher, read(replay), judging, folder);
            model.with(network.weights())
                    .save(
                            folder.resolve(RunFiles.MODEL),
                            Checkpoint.Storage.FLOAT32,
                            Map.of()); // as it is: the next round goes on from it
        }
    }

    private void finish() {
        TrainedModel last = load(model(plan.rounds() + 1));
        try (Transformer network = Transformer.of(last.network())) {
            sampled(plan.rounds(), last, network);
        }
        last.save(
                bench.folder().file(RunFiles.MODEL),
                Checkpoint.Storage.FLOAT32,
                bench.system().conditions().map(ModelConditions::note).orElse(Map.of()));
    }

    // ---- samples

    /** Samples of a model that has so many rounds behind it, weighed; what they say is noted. */
    private Ensemble sampled(int behind, TrainedModel model, Transformer network) {
        Seed seed = seed(behind);
        Proposal.Draw drawn;
        try (ConformationSampler sampler = bench.sampler(model)) {
            drawn = ChunkedSampling.draw(
                    sampler,
                    seed.child("samples"),
                    plan.samples(),
                    bench.stages().begin("samples after " + behind + " rounds", "samples"));
            bench.evaluated(sampler.evaluations());
        }
        Ensemble ensemble = Ensemble.of(
                drawn,
                bench.target(model.centroidDeviation(drawn.frames())),
                ImportanceWeights.Treatment.parse(plan.weights()));
        ImprovementRound said = ImprovementRound.of(behind, ensemble, score(model, network), seed.child("bootstrap"));
        bench.stages().note(said.text());
        List<ImprovementRound> all = new ArrayList<>(
                results().stream().filter(r -> r.round() < behind).toList());
        all.add(said);
        bench.folder().writeJson(RunFiles.IMPROVEMENT, all);
        return ensemble;
    }

    private Seed seed(int round) {
        return bench.seed().child("round " + round);
    }

    private Validation.Score score(TrainedModel model, Transformer network) {
        if (heldOut == null) {
            return null;
        }
        ModelTraining judged = new ModelTraining(network, List.of(model), plan.training(), turns());
        List<PeptideData> frames = List.of(bench.learned(heldOut));
        return judged.validation(new InMemoryTrainingData(frames, frames), turns())
                .score(judged.objective());
    }

    private List<ImprovementRound> results() {
        return bench.folder().has(RunFiles.IMPROVEMENT)
                ? List.of(bench.folder().readJson(RunFiles.IMPROVEMENT, ImprovementRound[].class))
                : List.of();
    }

    // ---- training

    /** New frames by their weights, and some of those of the round before. */
    private Trajectory replay(int round, Ensemble ensemble) {
        if (ensemble.weights().averaging().areZero()) {
            throw new BadInput("none of " + ensemble.count()
                    + " samples of the model has a weight, so there is nothing to learn from; "
                    + "train it longer, or draw more samples");
        }
        Trajectory before =
                round == 1 ? null : read(bench.folder().file(folder(round - 1)).resolve(RunFiles.REPLAY));
        int old = before == null ? 0 : Math.min(plan.old(), before.count());
        Trajectory fresh = resampled(ensemble, plan.buffer() - old, seed(round).stream("resample", 0));
        if (old == 0) {
            return fresh;
        }
        int[] kept = some(before.count(), old, seed(round).stream("old frames", 0));
        Frames frames = Frames.concatenate(
                List.of(fresh.frames(), before.frames().select(kept)),
                fresh.frames().atoms());
        DoubleStream energies = DoubleStream.concat(
                Arrays.stream(fresh.energy()), Arrays.stream(kept).mapToDouble(i -> before.energy()[i]));
        return Trajectory.unordered(frames, energies.toArray());
    }

    /** So many samples by their weights; none where none has a weight. */
    private static Trajectory resampled(Ensemble ensemble, int count, RandomStream random) {
        boolean any = !ensemble.weights().averaging().areZero();
        int[] chosen = any ? ensemble.weights().resample(count, random) : new int[0];
        return Trajectory.unordered(
                ensemble.frames().select(chosen),
                Arrays.stream(chosen)
                        .mapToDouble(i -> ensemble.evaluation().energy()[i])
                        .toArray());
    }

    private Trajectory read(Path file) {
        return TrajectoryArrays.read(file, bench.molecule().topology().atomCount());
    }

    /** Some of the numbers 0 … n − 1, each at most once. */
    private static int[] some(int n, int wanted, RandomStream random) {
        int[] numbers = IntStream.range(0, n).toArray();
        for (int i = 0; i < wanted; i++) {
            int j = i + random.nextInt(n - i);
            int other = numbers[j];
            numbers[j] = numbers[i];
            numbers[i] = other;
        }
        return Arrays.copyOf(numbers, wanted);
    }

    /** @param judging frames that choose which of the steps is left; with none it is the last */
    private void train(
            int round,
            TrainedModel model,
            Transformer network,
            Transformer teacher,
            Trajectory replay,
            Trajectory judging,
            Path folder) {
        Distillation distillation =
                plan.distillation() == 0 ? Distillation.NONE : new Distillation(teacher, plan.distillation());
        ModelTraining training = new ModelTraining(
                network,
                List.of(model),
                plan.training(),
                distillation,
                seed(round).child("training"));
        TrainingData data = new InMemoryTrainingData(List.of(bench.learned(replay)), List.of(bench.learned(judging)));
        training.run(
                data,
                training.validation(data, turns()),
                folder,
                Collective.ALONE,
                bench.stages(),
                "training in round " + round,
                _ -> {});
    }

    /** Decides how the frames that models are judged by are turned: alike in all rounds. */
    private Seed turns() {
        return bench.seed().child("held out");
    }
}
