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
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Measure;
import org.arbolt.evaluate.StructuralQuantity;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.evaluate.TorsionClusters;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Frames;
import org.arbolt.report.Frameset;
import org.arbolt.report.Judgement;
import org.arbolt.report.KeyNumbers;
import org.arbolt.report.Metric;
import org.arbolt.report.NumberText;
import org.arbolt.report.Provenance;
import org.arbolt.report.PublishedResult;
import org.arbolt.report.ReportContent;
import org.arbolt.report.SampledQuantity;
import org.arbolt.report.Subject;
import org.arbolt.report.Table;
import org.arbolt.report.TrainingCurve;
import org.arbolt.report.Verdict;
import org.arbolt.report.Weighting;
import org.arbolt.report.Worth;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunRecord;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.Target;

/** Turns the numbers of a run into its verdict and page. */
final class ReportStage {
    private final RunContext bench;
    private final Path model; // null where the samples are of none, or of one trained here
    private final Ensemble ensemble;
    private final Trajectory reference; // null without
    private final Evaluation evaluation;

    /** @param model that the samples are of; null where there is none but in this run */
    ReportStage(RunContext bench, Path model, Evaluation evaluation) {
        this.bench = bench;
        this.model = model;
        this.evaluation = evaluation;
        this.ensemble = evaluation.ensemble();
        this.reference = evaluation.reference();
    }

    /** The page with the verdict. @param worth null where it is not known */
    ReportContent content(Worth worth) {
        Weighting weighting = weighting();
        KeyNumbers numbers = keyNumbers(worth);
        ReportContent.Comparison comparison = comparison();
        return new ReportContent(
                new Subject(
                        bench.system().peptide(),
                        bench.molecule().topology().atomCount(),
                        bench.system().energyInWords(),
                        bench.system().temperatureKelvin()),
                verdict(numbers, weighting, comparison),
                numbers,
                new ReportContent.Samples(
                        frameset(ensemble.frames(), ensemble.evaluation().energy(), 1),
                        weighting,
                        reference == null ? Frameset.NONE : referenceFrames()),
                trainingCurve(),
                comparison,
                provenance(),
                new StructureChoice(
                                bench.molecule().topology(),
                                ensemble,
                                bench.controls().atRest())
                        .structures(),
                evaluation.profiles(),
                evaluation.control().population());
    }

    private Table clusters() {
        List<List<String>> rows = new ArrayList<>();
        for (TorsionClusters.Cluster cluster : evaluation.clusters()) {
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    NumberText.estimate(cluster.population().times(100)),
                    NumberText.estimate(cluster.reference().times(100)),
                    NumberText.fixed(cluster.population().sigmasFrom(cluster.reference()), 1),
                    NumberText.count(cluster.sample() + 1)));
        }
        return new Table(
                "Clusters of φ and ψ; " + RunFiles.CLUSTERS + " has their representatives",
                List.of("cluster", "p, reweighted (%)", "p, reference (%)", "difference (σ)", "representative sample"),
                rows);
    }

    /** The verdict alone. */
    Verdict verdict() {
        return verdict(keyNumbers(null), weighting(), comparison());
    }

    private Verdict verdict(KeyNumbers numbers, Weighting weighting, ReportContent.Comparison comparison) {
        return evaluation
                .control()
                .added(Judgement.of(numbers, weighting, comparison).doubted(evaluation.doubts()));
    }

    private ReportContent.Comparison comparison() {
        return new ReportContent.Comparison(
                evaluation.observables().basins(),
                evaluation.observables().beyondBasins(),
                metrics(),
                BenchmarkSystem.matching(bench.system())
                        .map(system -> PublishedResult.of(system.peptide()))
                        .orElse(List.of()),
                conformations(),
                reference == null ? List.of() : List.of(halves()));
    }

    private List<Table> conformations() {
        List<Table> tables = new ArrayList<>();
        if (!evaluation.control().isEmpty()) {
            tables.add(evaluation.control().table());
        }
        if (!evaluation.clusters().isEmpty()) {
            tables.add(clusters());
        }
        return tables;
    }

    private Table halves() {
        boolean ladders = reference.ladders() > 1;
        return new Table(
                ladders ? "Independent halves of the reference" : "Halves of the reference, in the order of its frames",
                List.of(
                        "mean ± standard error",
                        ladders ? "even ladders" : "first half",
                        ladders ? "odd ladders" : "second half",
                        "difference (σ)"),
                evaluation.observables().halves().stream()
                        .map(h -> List.of(
                                h.name() + " (" + h.unit() + ")",
                                NumberText.estimate(h.even()),
                                NumberText.estimate(h.odd()),
                                NumberText.fixed(h.even().sigmasFrom(h.odd()), 1)))
                        .toList());
    }

    private List<Metric> metrics() {
        EnsembleDistances distances = evaluation.distances();
        if (distances == null) {
            return List.of();
        }
        return Arrays.stream(Measure.values())
                .filter(measure -> !Double.isNaN(distances.of(measure).proposal()))
                .map(measure -> metric(measure, distances.of(measure)))
                .toList();
    }

    private static Metric metric(Measure measure, EnsembleDistances.Value value) {
        return Metric.of(
                measure,
                Estimate.of(value.proposal()),
                new Estimate(value.ensemble(), value.error()),
                Estimate.of(value.floor()));
    }

    /** The curve of training in this run, or the one that came with the model, if it still lies where it was. */
    private TrainingCurve trainingCurve() {
        TrainingCurve own = TrainingLog.read(bench.folder().file(RunFiles.METRICS));
        return own.isEmpty() && model != null && Files.isRegularFile(model) ? TrainingLog.ofModel(model) : own;
    }

    private KeyNumbers keyNumbers(Worth worth) {
        return new KeyNumbers(
                evaluation.weights(),
                bench.record().energyEvaluations().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                bench.record().stageSeconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum(),
                worth);
    }

    private Weighting weighting() {
        List<Weighting.Exclusion> exclusions = new ArrayList<>();
        for (Map.Entry<Target.Exclusion, Integer> entry : ensemble.exclusions().entrySet()) {
            exclusions.add(new Weighting.Exclusion(
                    switch (entry.getKey()) {
                        case HANDEDNESS -> "wrong handedness";
                        case OUTSIDE_WINDOW -> "outside of a window";
                        case NOT_FINITE, NONE -> "energy not finite";
                    },
                    entry.getValue()));
        }
        return new Weighting(
                evaluation.weights().treatment(),
                ensemble.weights().logWeights(),
                ensemble.weights().rawLogWeights(),
                exclusions,
                evaluation.control().population() == null ? evaluation.samples().origin() : Weighting.Origin.POPULATION,
                ensemble.groups());
    }

    /** Reference frames ladder by ladder, so that equal stretches are independent of each other. */
    private Frameset referenceFrames() {
        int[] groups = reference.groups();
        int[] order = IntStream.range(0, reference.count())
                .boxed()
                .sorted(Comparator.comparingInt(i -> groups[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] energy =
                Arrays.stream(order).mapToDouble(i -> reference.energy()[i]).toArray();
        return frameset(reference.frames().select(order), energy, (int)
                Arrays.stream(groups).distinct().count());
    }

    private Frameset frameset(Frames frames, double[] energy, int blocks) {
        List<org.arbolt.report.ResidueTorsions> torsions = evaluation.residues().stream()
                .map(r -> new org.arbolt.report.ResidueTorsions(
                        r.name(), BackboneResidue.angles(frames, r.phi()), BackboneResidue.angles(frames, r.psi())))
                .toList();
        List<SampledQuantity> quantities = StructuralQuantity.of(
                        bench.molecule().topology())
                .stream()
                .map(q -> new SampledQuantity(q.name(), q.unit(), q.kind(), q.of(frames)))
                .toList();
        TicaPlane plane = evaluation.plane();
        return new Frameset(
                torsions, energy, blocks, quantities, plane == null ? new double[0][] : plane.project(frames));
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
