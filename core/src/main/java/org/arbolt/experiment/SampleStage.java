package org.arbolt.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Reflected;

/** Draws samples from a model and weighs them. What is drawn is saved now and then; more can be asked for later. */
final class SampleStage {
  static final String FILE = "samples.npz";
  private static final String UNFINISHED = "samples.unfinished.npz";
  private static final int PORTION = 512;
  private static final double SAVE_INTERVAL_SECONDS = 30;

  private final Workbench bench;
  private final RunConfig.SamplingPlan plan;

  SampleStage(Workbench bench, RunConfig.SamplingPlan plan) {
    this.bench = bench;
    this.plan = plan;
  }

  /**
   * Tops the samples up to a number, and writes them with their weights.
   *
   * @return energies evaluated
   */
  long run(Path modelFile, int wanted, Progress progress) {
    int atoms = bench.molecule().topology().atomCount();
    bench.record().usesNetwork();
    try (ModelFile model = ModelFile.load(modelFile, bench.system().peptide(), bench.molecule().topology())) {
      Proposal.Draw draw = draw(proposal(model), before(atoms), wanted, progress);
      double centroidDeviation = model.coordinates().shifted()
          ? model.coordinates().centroidDeviation() : BoltzmannTarget.fittedCentroidDeviation(draw.frames());
      Ensemble ensemble = weigh(draw, centroidDeviation);
      SampleFile.writeEnsemble(bench.folder().file(FILE), ensemble, centroidDeviation, bench.seed().value());
      bench.writeDcd("samples.dcd", ensemble.frames());
      Files.deleteIfExists(bench.folder().file(UNFINISHED));
      return ensemble.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Samples that the folder holds; 0 without any. */
  static int count(Workbench bench) {
    return bench.folder().has(FILE)
        ? SampleFile.read(bench.folder().file(FILE), bench.molecule().topology().atomCount()).frames().count() : 0;
  }

  /** The samples of the folder, weighed. */
  Ensemble read() {
    Path file = bench.folder().file(FILE);
    int atoms = bench.molecule().topology().atomCount();
    return weigh(SampleFile.read(file, atoms), SampleFile.centroidDeviation(file));
  }

  private Proposal proposal(ModelFile model) {
    Proposal proposal = new ModelProposal(model.coordinates(), model.network(), plan.temperature());
    return plan.reflect() ? new Reflected(proposal, bench.hand()) : proposal;
  }

  private Ensemble weigh(Proposal.Draw draw, double centroidDeviation) {
    return Ensemble.of(draw, bench.target(centroidDeviation), ImportanceWeights.Treatment.parse(plan.weights()));
  }

  private List<Proposal.Draw> before(int atoms) {
    List<Proposal.Draw> parts = new ArrayList<>();
    for (String name : new String[] {UNFINISHED, FILE}) {
      if (bench.folder().has(name)) {
        parts.add(SampleFile.read(bench.folder().file(name), atoms));
        return parts;
      }
    }
    return parts;
  }

  private Proposal.Draw draw(Proposal proposal, List<Proposal.Draw> parts, int wanted, Progress progress) {
    Seed seed = bench.seed().child("samples");
    int done = parts.stream().mapToInt(p -> p.frames().count()).sum();
    long lastSave = System.nanoTime();
    progress.report(done, wanted, "");
    while (done < wanted) {
      int portion = Math.min(PORTION, wanted - done);
      parts.add(proposal.draw(seed, done, portion));
      done += portion;
      progress.report(done, wanted, "");
      if ((System.nanoTime() - lastSave) * 1e-9 > SAVE_INTERVAL_SECONDS && done < wanted) {
        SampleFile.writeDraw(
            bench.folder().file(UNFINISHED), SampleFile.join(parts, proposal.atoms()), bench.seed().value());
        lastSave = System.nanoTime();
      }
    }
    return SampleFile.join(parts, proposal.atoms());
  }
}
