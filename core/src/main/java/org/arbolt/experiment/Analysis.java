package org.arbolt.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.evaluate.BackboneBasin;
import org.arbolt.evaluate.GroupedMean;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.report.Average;
import org.arbolt.report.Basin;
import org.arbolt.report.Estimate;
import org.arbolt.report.Frameset;
import org.arbolt.report.Interval;
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
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Target;
import org.arbolt.units.Units;

/** The numbers of a run, and the page that shows them. */
final class Analysis {
  private static final double CONFIDENCE = 0.95;

  private final Workbench bench;
  private final RunConfig config;
  private final Ensemble ensemble;
  private final Trajectory reference; // null without
  private final List<BackboneResidue> residues;
  private final double thermal; // kT, kJ/mol
  private final Distances distances; // null without a reference
  private final List<Population> populations;

  /** Populations of a basin of one residue, ensemble and reference. */
  private record Population(String symbol, String definition, Estimate ensemble, Estimate reference) {}

  Analysis(Workbench bench, RunConfig config, Path referenceFile) {
    this.bench = bench;
    this.config = config;
    this.ensemble = new SampleStage(bench, config.sampling()).read();
    Topology topology = bench.molecule().topology();
    this.reference = Files.isRegularFile(referenceFile)
        ? Trajectory.read(referenceFile, topology.atomCount()) : null;
    this.residues = BackboneResidue.of(topology);
    this.thermal = Units.thermalEnergy(bench.system().temperatureKelvin());
    this.distances = reference == null ? null : Distances.of(ensemble, reference, thermal, Torsions.phiPsi(topology),
        bench.seed().child("evaluation"), bench.stages());
    this.populations = populations();
  }

  /**
   * All numbers, for {@code evaluation.json} and the table at the end of a run.
   *
   * @param page where the report goes
   */
  Summary summary(Path page) {
    ImportanceWeights weights = ensemble.weights();
    double[] interval = weights.logPartitionInterval(CONFIDENCE, bench.seed().child("evaluation"));
    Verdict verdict = Judgement.of(keyNumbers(), weighting(), comparison());
    return new Summary(ensemble.count(), weights.effectiveSamples(), weights.rawEffectiveSamples(),
        weights.paretoShape(), weights.treatment().name(), weights.logPartition(), interval[0], interval[1],
        distances,
        averages(), verdict.level().words(), verdict.reasons(), page.toString());
  }

  /** The page. */
  ReportContent content(Summary summary) {
    ReportContent.Comparison comparison = comparison();
    Weighting weighting = weighting();
    KeyNumbers numbers = keyNumbers();
    return new ReportContent(
        new Subject(config.system().peptide(), bench.molecule().topology().atomCount(),
            config.system().energyInWords(), config.system().temperatureKelvin()),
        Judgement.of(numbers, weighting, comparison), numbers,
        new ReportContent.Samples(frameset(ensemble.frames(), ensemble.evaluation().energy(), null), weighting,
            reference == null ? Frameset.NONE : referenceFrames()),
        trainingCurve(), comparison, provenance());
  }

  // ---- averages and populations

  private List<Summary.Comparison> averages() {
    List<Summary.Comparison> all = new ArrayList<>();
    if (reference == null) {
      return all;
    }
    Estimate energy = ensembleMean(ensemble.evaluation().energy());
    Estimate there = referenceMean(reference.energy());
    all.add(new Summary.Comparison("mean energy (kJ/mol)", energy.value(), energy.error(), there.value(), there.error()));
    for (Population p : populations) {
      all.add(new Summary.Comparison("population of " + p.symbol, p.ensemble.value(), p.ensemble.error(),
          p.reference.value(), p.reference.error()));
    }
    return all;
  }

  private List<Population> populations() {
    List<Population> all = new ArrayList<>();
    for (BackboneResidue residue : residues) {
      BackboneBasin[] here = residue.basins(ensemble.frames());
      BackboneBasin[] there = reference == null ? null : residue.basins(reference.frames());
      for (BackboneBasin basin : BackboneBasin.values()) {
        all.add(new Population(
            residues.size() == 1 ? basin.symbol() : residue.name() + " " + basin.symbol(), basin.definition(),
            ensembleMean(indicator(here, basin)),
            there == null ? Estimate.MISSING : referenceMean(indicator(there, basin))));
      }
    }
    return all;
  }

  private static double[] indicator(BackboneBasin[] basins, BackboneBasin wanted) {
    return Arrays.stream(basins).mapToDouble(b -> b == wanted ? 1 : 0).toArray();
  }

  private Estimate ensembleMean(double[] values) {
    double[] mean = ensemble.mean(values);
    return new Estimate(mean[0], mean[1]);
  }

  private Estimate referenceMean(double[] values) {
    GroupedMean mean = GroupedMean.of(values, reference.ladder());
    return new Estimate(mean.value(), Double.isNaN(mean.error()) ? 0 : mean.error());
  }

  // ---- the page

  private ReportContent.Comparison comparison() {
    List<Basin> basins = new ArrayList<>();
    for (int r = 0; r < residues.size(); r++) {
      int n = BackboneBasin.values().length;
      List<Population> own = populations.subList(r * n, (r + 1) * n);
      Population most = own.stream().max(Comparator.comparingDouble(p -> p.ensemble.value())).orElseThrow();
      for (Population p : own) {
        basins.add(new Basin(p.symbol, p.definition, state(p.ensemble, most.ensemble), state(p.reference, most.reference)));
      }
    }
    return new ReportContent.Comparison(basins, List.of(meanEnergy()), metrics(),
        reference == null ? List.of() : List.of(halves()));
  }

  private Basin.State state(Estimate population, Estimate most) {
    if (population.isMissing()) {
      return Basin.State.MISSING;
    }
    if (population == most) {
      return new Basin.State(population, Estimate.of(0));
    }
    if (population.value() == 0 || most.value() == 0) { // a state that was never seen is infinitely high
      double limit = population.value() == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      return new Basin.State(population, population.value() == most.value() ? Estimate.MISSING : Estimate.of(limit));
    }
    double free = -thermal * Math.log(population.value() / most.value());
    double error = thermal * Math.hypot(population.error() / population.value(), most.error() / most.value());
    return new Basin.State(population, new Estimate(free, error));
  }

  private Average meanEnergy() {
    double[] finite = Arrays.stream(ensemble.evaluation().energy()).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(finite).average().orElse(Double.NaN);
    return new Average("potential energy", "kJ/mol", finite.length == 0 ? Estimate.MISSING : Estimate.of(mean),
        ensembleMean(ensemble.evaluation().energy()),
        reference == null ? Estimate.MISSING : referenceMean(reference.energy()));
  }

  private List<Metric> metrics() {
    return distances == null ? List.of() : List.of(
        metric(Metric.Known.ENERGY_DISTANCE, distances.energy()),
        metric(Metric.Known.TORSION_DISTANCE, distances.torsion()));
  }

  private static Metric metric(Metric.Known known, Distances.Value value) {
    return known.of(Estimate.of(value.proposal()), Estimate.of(value.ensemble()), Estimate.of(value.floor()));
  }

  /** The reference against itself: what its even ladders say and what its odd ones do, which are independent. */
  private Table halves() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(halves("potential energy (kJ/mol)", reference.energy(), 1));
    for (BackboneResidue residue : residues) {
      BackboneBasin[] basins = residue.basins(reference.frames());
      for (BackboneBasin basin : BackboneBasin.values()) {
        rows.add(halves("p of " + basin.symbol() + (residues.size() == 1 ? "" : ", " + residue.name()) + " (%)",
            indicator(basins, basin), 100));
      }
    }
    return new Table("Independent halves of the reference",
        List.of("mean ± standard error", "even ladders", "odd ladders", "difference (σ)"), rows);
  }

  private List<String> halves(String name, double[] values, double factor) {
    Estimate[] means = new Estimate[2];
    for (int parity = 0; parity < 2; parity++) {
      int half = parity;
      int[] frames = IntStream.range(0, values.length).filter(f -> reference.ladder()[f] % 2 == half).toArray();
      if (frames.length == 0) {
        return List.of(name, "–", "–", "–");
      }
      GroupedMean mean = GroupedMean.of(Arrays.stream(frames).mapToDouble(f -> factor * values[f]).toArray(),
          Arrays.stream(frames).map(f -> reference.ladder()[f]).toArray());
      means[parity] = new Estimate(mean.value(), mean.error());
    }
    return List.of(name, NumberText.estimate(means[0]), NumberText.estimate(means[1]),
        NumberText.fixed(means[0].sigmasFrom(means[1]), 1));
  }

  /** The curve of training in this run, or the one that came with the model. */
  private TrainingCurve trainingCurve() {
    TrainingCurve own = TrainingLog.read(bench.folder().file("metrics.jsonl"));
    return own.isEmpty() && config.model().file() != null ? ModelFile.trainingCurve(Path.of(config.model().file())) : own;
  }

  private KeyNumbers keyNumbers() {
    ImportanceWeights weights = ensemble.weights();
    double[] interval = weights.logPartitionInterval(CONFIDENCE, bench.seed().child("evaluation"));
    double value = weights.logPartition();
    return new KeyNumbers(ensemble.count(), weights.effectiveSamples(), weights.paretoShape(),
        new Interval(value, Math.min(interval[0], value), Math.max(interval[1], value), CONFIDENCE),
        bench.record().energyEvaluations().values().stream().mapToLong(Long::longValue).sum(),
        bench.record().stageSeconds().values().stream().mapToDouble(Double::doubleValue).sum());
  }

  private Weighting weighting() {
    List<Weighting.Exclusion> exclusions = new ArrayList<>();
    for (Map.Entry<Target.Exclusion, Integer> entry : ensemble.exclusions().entrySet()) {
      exclusions.add(new Weighting.Exclusion(
          entry.getKey() == Target.Exclusion.HANDEDNESS ? "wrong handedness" : "energy not finite", entry.getValue()));
    }
    return new Weighting(ensemble.weights().treatment().name(), ensemble.weights().logWeights(), exclusions);
  }

  /** Reference frames ladder by ladder, so that equal stretches are independent of each other. */
  private Frameset referenceFrames() {
    int[] order = IntStream.range(0, reference.count()).boxed()
        .sorted(Comparator.comparingInt(i -> reference.ladder()[i])).mapToInt(Integer::intValue).toArray();
    double[] energy = Arrays.stream(order).mapToDouble(i -> reference.energy()[i]).toArray();
    int ladders = Arrays.stream(reference.ladder()).max().orElse(0) + 1;
    return frameset(reference.frames().select(order), energy, Math.min(ladders, reference.count()));
  }

  private Frameset frameset(Frames frames, double[] energy, Integer blocks) {
    List<org.arbolt.report.Torsions> torsions = residues.stream()
        .map(r -> new org.arbolt.report.Torsions(
            r.name(), BackboneResidue.angles(frames, r.phi()), BackboneResidue.angles(frames, r.psi()))).toList();
    return new Frameset(torsions, energy, blocks == null ? 1 : blocks);
  }

  private Provenance provenance() {
    RunRecord record = bench.record();
    List<Provenance.Fact> facts = new ArrayList<>();
    facts.add(new Provenance.Fact("seed", String.valueOf(record.seed())));
    record.versions().forEach((name, version) -> facts.add(new Provenance.Fact(name, version)));
    record.hardware().forEach((name, value) -> facts.add(new Provenance.Fact(name, value)));
    List<Provenance.Stage> stages = new ArrayList<>();
    record.stageSeconds().forEach((name, seconds) ->
        stages.add(new Provenance.Stage(name, seconds, record.energyEvaluations().getOrDefault(name, 0L), "")));
    return new Provenance(record.command(), bench.folder().configText(), facts, stages);
  }
}
