package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.evaluate.Clashes;
import org.arbolt.evaluate.ComparisonFeatures;
import org.arbolt.evaluate.EnergyOutliers;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Observables;
import org.arbolt.evaluate.Profile;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.evaluate.TorsionClusters;
import org.arbolt.evaluate.TorsionState;
import org.arbolt.math.Estimate;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.report.NumberText;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.WeightErrors;
import org.arbolt.sampling.WeightStatistics;
import org.arbolt.units.Units;

/** The numbers of an ensemble, by itself and beside a reference. */
final class EvaluationStage {
    private static final double LARGEST_WRONG_CHIRALITY = 0.01; // share of the weight

    private final RunContext bench;
    private final EvaluationPlan plan;
    private final Path output;
    private final Seed seed;

    /** @param output folder where the comparison is kept */
    EvaluationStage(RunContext bench, EvaluationPlan plan, Path output) {
        this.bench = bench;
        this.plan = plan;
        this.output = output;
        this.seed = bench.seed().child("evaluation");
    }

    /** @param file the reference; null to compare with nothing */
    Evaluation evaluate(Evaluation.Samples samples, ReferenceFile file) {
        Topology topology = bench.molecule().topology();
        double thermal = Units.thermalEnergy(bench.system().temperatureKelvin());
        Trajectory reference = file == null ? null : file.frames();
        BitSet atRest = bench.controls().atRest();
        List<Torsions.Torsion> torsions = freeTorsions(topology, atRest);
        List<BackboneResidue> residues = BackboneResidue.free(topology, atRest);
        boolean named = BackboneResidue.of(topology).size() > 1;
        if (file != null) {
            remarkLeftOut(file.series());
        }
        TicaPlane plane = file == null ? null : plane(file);
        Evaluation.Structures structures = structures(samples.ensemble(), reference);
        return new Evaluation(
                samples,
                reference,
                residues,
                weights(samples, seed),
                WeightErrors.of(samples.ensemble().independentLogWeights(), seed),
                structures,
                file == null ? null : distances(samples, file, thermal, plane),
                plane,
                TorsionClusters.of(samples.ensemble(), reference, torsions, seed),
                new Observables(
                        samples.ensemble(), reference, residues, TorsionState.of(topology, atRest), named, thermal),
                ControlFindings.of(bench.controls(), samples.ensemble(), smc(), annealing()),
                profiles(samples.ensemble(), reference),
                doubts(samples.ensemble(), reference));
    }

    private void remarkLeftOut(Trajectory reference) {
        long without = Arrays.stream(reference.energy())
                .filter(e -> !Double.isFinite(e))
                .count();
        if (without > 0) {
            bench.remarks()
                    .add(without + " of " + reference.count()
                            + " reference frames have no finite energy; they are left out");
        }
    }

    /** Share of the weight. */
    private double wrongChirality(Ensemble ensemble) {
        double[] share = ensemble.weights().normalised();
        Frames frames = ensemble.frames();
        Stereocentres chirality = bench.chirality();
        return IntStream.range(0, share.length)
                .filter(f -> share[f] > 0 && !chirality.agree(frames.xyz(), 3 * f * frames.atoms()))
                .mapToDouble(f -> share[f])
                .sum();
    }

    private List<String> doubts(Ensemble ensemble, Trajectory reference) {
        EnergyOutliers ours = EnergyOutliers.of(
                ensemble.evaluation().energy(), ensemble.weights().averaging());
        List<String> doubts = new ArrayList<>(ours.sentence("samples").stream().toList());
        if (reference != null) {
            EnergyOutliers theirs = EnergyOutliers.of(reference.energy(), Weights.uniform(reference.count()));
            theirs.sentence("reference frames").ifPresent(doubts::add);
        }
        double wrong = wrongChirality(ensemble);
        if (wrong > LARGEST_WRONG_CHIRALITY) {
            doubts.add(NumberText.percent(wrong, 3)
                    + " of the weight is of samples with a stereocentre other than in the topology.");
        }
        doubts.forEach(bench.remarks()::add);
        return doubts;
    }

    /** All φ and ψ but those that held atoms fix, which are told. */
    private List<Torsions.Torsion> freeTorsions(Topology topology, BitSet atRest) {
        List<Torsions.Torsion> all = Torsions.phiPsi(topology);
        List<Torsions.Torsion> free = Torsions.free(all, atRest);
        if (free.size() < all.size()) {
            String held = all.stream()
                    .filter(torsion -> !free.contains(torsion))
                    .map(Torsions.Torsion::name)
                    .collect(Collectors.joining(", "));
            bench.remarks().add("held, so left out of populations, clusters and distances of torsions: " + held);
        }
        return free;
    }

    /** Null without. */
    private AnnealRecord annealing() {
        return bench.folder().has(RunFiles.ANNEALING)
                ? bench.folder().readJson(RunFiles.ANNEALING, AnnealRecord.class)
                : null;
    }

    private SmcRecord smc() {
        return bench.folder().has(RunFiles.SMC) ? bench.folder().readJson(RunFiles.SMC, SmcRecord.class) : null;
    }

    private List<Profile> profiles(Ensemble ensemble, Trajectory reference) {
        return NamedVariable.all(
                        plan.variables(),
                        bench.molecule().topology(),
                        bench.controls().start())
                .stream()
                .map(named -> Profile.of(named.name(), named.variable(), ensemble, reference, seed))
                .toList();
    }

    private WeightStatistics weights(Evaluation.Samples samples, Seed seed) {
        WeightStatistics weights = WeightStatistics.of(samples.ensemble(), seed);
        AnnealRecord annealing = annealing();
        if (annealing != null) {
            return weights.ofDescendants(
                    annealing.lineageEffective(), annealing.paretoShape(), annealing.logPartition());
        }
        return samples.weighted() ? weights : weights.ofNoWeights();
    }

    private Evaluation.Structures structures(Ensemble ensemble, Trajectory reference) {
        Frames samples = ensemble.frames();
        Clashes clashes = new Clashes(bench.molecule().topology());
        Stereocentres chirality = bench.chirality();
        return new Evaluation.Structures(
                ensemble.drawnMean(clashes.of(samples)),
                ensemble.drawnMean(IntStream.range(0, samples.count())
                        .mapToDouble(f -> chirality.agree(samples.xyz(), 3 * f * samples.atoms()) ? 0 : 1)
                        .toArray()),
                reference == null
                        ? Estimate.MISSING
                        : Estimate.ofGroups(clashes.of(reference.frames()), reference.groups()));
    }

    /** Null where the reference does not tell it. */
    private TicaPlane plane(ReferenceFile file) {
        TicaPlane plane = TicaPlane.of(
                bench.molecule().topology(),
                file.series(),
                file.timing(),
                plan.lag(),
                seed.stream("clusters", 0),
                bench.stages().begin("slowest coordinates", "lags"));
        if (plane == null) {
            bench.remarks()
                    .add("tica_w2 and tica_jsd are not known: frames of the reference are too few, or do not "
                            + "change, or "
                            + "remember nothing from one to the next, or do not say their walkers");
        }
        return plane;
    }

    private EnsembleDistances distances(
            Evaluation.Samples samples, ReferenceFile file, double thermal, TicaPlane plane) {
        ComparisonFeatures features = ComparisonFeatures.of(
                bench.molecule().topology(), bench.controls().atRest(), thermal, plane);
        String inputs = inputs(samples.ensemble(), file, features);
        EnsembleDistances distances = ComparisonFile.read(output, inputs);
        if (distances == null) {
            distances = EnsembleDistances.of(
                    samples.ensemble(),
                    file.frames(),
                    features,
                    plan.distances(),
                    seed,
                    bench.stages().begin("comparing with the reference", "parts"));
            ComparisonFile.write(output, inputs, distances);
        } else {
            bench.stages().note("comparison with the reference: reusing " + output.resolve(RunFiles.COMPARISON));
        }
        remark(samples, file.frames(), distances.frames());
        return distances;
    }

    /** A digest of all that distances follow from. */
    private String inputs(Ensemble ensemble, ReferenceFile file, ComparisonFeatures features) {
        InputDigest digest = new InputDigest()
                .add(bench.record().versions().get("arbolt"))
                .add(bench.record().versions().getOrDefault("git", ""))
                .add(bench.record().seed() + " " + features.thermal() + " " + plan.distances() + " " + plan.lag())
                .add(features.torsions() + " " + features.bonds() + " " + file.timing())
                .add(ensemble.frames().xyz())
                .add(ensemble.evaluation().energy())
                .add(ensemble.weights().logWeights())
                .add(ensemble.weights().rawLogWeights());
        for (Trajectory frames : List.of(file.frames(), file.series())) {
            digest.add(frames.frames().xyz()).add(frames.energy());
            digest.add(frames.ladder()).add(frames.walker());
        }
        return digest.text();
    }

    /** What of the comparison is not as asked for. */
    private void remark(Evaluation.Samples samples, Trajectory reference, int frames) {
        if (!EnsembleDistances.comparable(samples.ensemble())) {
            bench.remarks()
                    .add("distances of the weighted samples are not known: they are worth fewer than "
                            + EnsembleDistances.LEAST_EFFECTIVE + " independent ones, raw");
        }
        if (frames < plan.frames()) {
            long finite = Arrays.stream(samples.ensemble().evaluation().energy())
                    .filter(Double::isFinite)
                    .count();
            bench.remarks()
                    .add(frames + " frames are compared on each side, not " + plan.frames() + ": there are " + finite
                            + " samples with an energy and " + reference.count() + " reference frames");
        }
    }
}
