package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.evaluate.ComparisonFeatures;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Observables;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.report.Frameset;
import org.arbolt.report.Judgement;
import org.arbolt.report.KeyNumbers;
import org.arbolt.report.Metric;
import org.arbolt.report.NumberText;
import org.arbolt.report.Provenance;
import org.arbolt.report.ReportContent;
import org.arbolt.report.Subject;
import org.arbolt.report.Table;
import org.arbolt.report.TrainingCurve;
import org.arbolt.report.Verdict;
import org.arbolt.report.Weighting;
import org.arbolt.run.RunRecord;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.Target;
import org.arbolt.sampling.WeightStatistics;
import org.arbolt.units.Units;

/** The numbers of a run, and the page that shows them. */
final class Analysis {
    private final RunContext bench;
    private final RunConfig config;
    private final Ensemble ensemble;
    private final Trajectory reference; // null without
    private final List<BackboneResidue> residues;
    private final EnsembleDistances distances; // null without a reference
    private final Observables observables;
    private final KeyNumbers numbers;
    private final Weighting weighting;
    private final ReportContent.Comparison comparison;
    private final Verdict verdict;

    Analysis(RunContext bench, RunConfig config, Path referenceFile) {
        this.bench = bench;
        this.config = config;
        this.ensemble = new SampleStage(bench, config.sampling()).read();
        Topology topology = bench.molecule().topology();
        double thermal = Units.thermalEnergy(bench.system().temperatureKelvin());
        this.reference =
                Files.isRegularFile(referenceFile) ? TrajectoryArrays.read(referenceFile, topology.atomCount()) : null;
        this.residues = BackboneResidue.of(topology);
        this.distances = reference == null ? null : distances(referenceFile, thermal);
        this.observables = new Observables(ensemble, reference, residues, thermal);
        this.numbers = keyNumbers();
        this.weighting = weighting();
        this.comparison = new ReportContent.Comparison(
                observables.basins(),
                List.of(observables.meanEnergy()),
                metrics(),
                reference == null ? List.of() : List.of(halves()));
        this.verdict = Judgement.of(numbers, weighting, comparison);
    }

    private EnsembleDistances distances(Path referenceFile, double thermal) {
        TicaPlane plane = bench.slowPlane(referenceFile, bench.seed().child("evaluation").stream("clusters", 0));
        if (plane == null) {
            bench.stages()
                    .note(
                            "TICA-W2: none; frames of the reference are too few, or remember nothing from one to the next, or "
                                    + "do not say their walkers");
        }
        return EnsembleDistances.of(
                ensemble,
                reference,
                ComparisonFeatures.of(bench.molecule().topology(), thermal, plane),
                bench.seed().child("evaluation"),
                bench.stages().begin("comparing with the reference", "parts"));
    }

    /**
     * All numbers, for {@code evaluation.json} and the table at the end of a run.
     *
     * @param page where the report goes
     */
    Summary summary(Path page) {
        return new Summary(
                numbers.weights(),
                distances,
                observables.averages(),
                verdict.level().words(),
                verdict.reasons(),
                page.toString());
    }

    /** The page. */
    ReportContent content() {
        return new ReportContent(
                new Subject(
                        config.system().peptide(),
                        bench.molecule().topology().atomCount(),
                        config.system().energyInWords(),
                        config.system().temperatureKelvin()),
                verdict,
                numbers,
                new ReportContent.Samples(
                        frameset(ensemble.frames(), ensemble.evaluation().energy(), 1),
                        weighting,
                        reference == null ? Frameset.NONE : referenceFrames()),
                trainingCurve(),
                comparison,
                provenance());
    }

    private Table halves() {
        return new Table(
                "Independent halves of the reference",
                List.of("mean ± standard error", "even ladders", "odd ladders", "difference (σ)"),
                observables.halves().stream()
                        .map(h -> List.of(
                                h.name() + " (" + h.unit() + ")",
                                NumberText.estimate(h.even()),
                                NumberText.estimate(h.odd()),
                                NumberText.fixed(h.even().sigmasFrom(h.odd()), 1)))
                        .toList());
    }

    private List<Metric> metrics() {
        if (distances == null) {
            return List.of();
        }
        List<Metric> metrics = new ArrayList<>();
        metrics.add(metric(Metric.Known.ENERGY_DISTANCE, distances.energy()));
        metrics.add(metric(Metric.Known.TORSION_DISTANCE, distances.torsion()));
        if (distances.slow() != null) {
            metrics.add(metric(Metric.Known.TICA_DISTANCE, distances.slow().distance()));
            metrics.add(metric(Metric.Known.TICA_DIVERGENCE, distances.slow().divergence()));
        }
        return metrics;
    }

    private static Metric metric(Metric.Known known, EnsembleDistances.Value value) {
        return known.of(Estimate.of(value.proposal()), Estimate.of(value.ensemble()), Estimate.of(value.floor()));
    }

    /** The curve of training in this run, or the one that came with the model, if it still lies where it was. */
    private TrainingCurve trainingCurve() {
        TrainingCurve own = TrainingLog.read(bench.folder().file("metrics.jsonl"));
        Path model =
                config.model().file() == null ? null : Path.of(config.model().file());
        return own.isEmpty() && model != null && Files.isRegularFile(model) ? TrainingLog.ofModel(model) : own;
    }

    private KeyNumbers keyNumbers() {
        return new KeyNumbers(
                WeightStatistics.of(ensemble, bench.seed().child("evaluation")),
                bench.record().energyEvaluations().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                bench.record().stageSeconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
    }

    private Weighting weighting() {
        List<Weighting.Exclusion> exclusions = new ArrayList<>();
        for (Map.Entry<Target.Exclusion, Integer> entry : ensemble.exclusions().entrySet()) {
            exclusions.add(new Weighting.Exclusion(
                    entry.getKey() == Target.Exclusion.HANDEDNESS ? "wrong handedness" : "energy not finite",
                    entry.getValue()));
        }
        return new Weighting(
                ensemble.weights().treatment().name(), ensemble.weights().logWeights(), exclusions);
    }

    /** Reference frames ladder by ladder, so that equal stretches are independent of each other. */
    private Frameset referenceFrames() {
        int[] order = IntStream.range(0, reference.count())
                .boxed()
                .sorted(Comparator.comparingInt(i -> reference.ladder()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] energy =
                Arrays.stream(order).mapToDouble(i -> reference.energy()[i]).toArray();
        return frameset(reference.frames().select(order), energy, Math.min(reference.ladders(), reference.count()));
    }

    private Frameset frameset(Frames frames, double[] energy, int blocks) {
        List<org.arbolt.report.ResidueTorsions> torsions = residues.stream()
                .map(r -> new org.arbolt.report.ResidueTorsions(
                        r.name(), BackboneResidue.angles(frames, r.phi()), BackboneResidue.angles(frames, r.psi())))
                .toList();
        return new Frameset(torsions, energy, blocks);
    }

    private Provenance provenance() {
        RunRecord record = bench.record();
        List<Provenance.Fact> facts = new ArrayList<>();
        facts.add(new Provenance.Fact("seed", String.valueOf(record.seed())));
        record.versions().forEach((name, version) -> facts.add(new Provenance.Fact(name, version)));
        record.hardware().forEach((name, value) -> facts.add(new Provenance.Fact(name, value)));
        List<Provenance.Stage> stages = new ArrayList<>();
        record.stageSeconds()
                .forEach((name, seconds) -> stages.add(new Provenance.Stage(
                        name, seconds, record.energyEvaluations().getOrDefault(name, 0L), "")));
        return new Provenance(record.command(), bench.folder().configText(), facts, stages);
    }
}
