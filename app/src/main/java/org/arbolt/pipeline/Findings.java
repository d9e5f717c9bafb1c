package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.evaluate.TorsionClusters;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.report.Report;
import org.arbolt.report.ReportContent;
import org.arbolt.report.Verdict;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;

/** Judges samples and writes what is found: {@code metrics.json}, the report and its figures. */
final class Findings {
    private final RunContext bench;
    private final Path output;

    /** @param output folder, made where there is none */
    Findings(RunContext bench, Path output) {
        this.bench = bench;
        this.output = output;
    }

    /**
     * @param reference null for none
     * @param model that the samples are of; null where it is none, or was trained in this run
     */
    Summary write(Evaluation.Samples samples, ReferenceFile reference, EvaluationPlan plan, Path model) {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new BadInput(
                    "cannot make the folder " + output + " (" + e.getMessage() + "); choose another output", e);
        }
        Path page = output.resolve(RunFiles.REPORT);
        Evaluation evaluation = evaluate(samples, reference, plan);
        ReportContent content = new ReportStage(bench, model, evaluation).content();
        Summary summary = summary(evaluation, content.verdict(), page.toString());
        RunFolder.writeJson(
                output.resolve(RunFiles.EVALUATION),
                MetricsFile.of(evaluation, summary, bench.record().remarks()));
        writeClusters(evaluation);
        Report.write(page, content);
        return summary;
    }

    /** A model for each cluster, the most populated first; remarks say their populations. */
    private void writeClusters(Evaluation evaluation) {
        if (evaluation.clusters().isEmpty()) {
            delete(output.resolve(RunFiles.CLUSTERS)); // that of an evaluation before
            return;
        }
        int[] chosen = evaluation.clusters().stream()
                .mapToInt(TorsionClusters.Cluster::sample)
                .toArray();
        List<String> remarks = new ArrayList<>();
        for (TorsionClusters.Cluster cluster : evaluation.clusters()) {
            remarks.add("MODEL " + (remarks.size() + 1) + " SAMPLE " + (cluster.sample() + 1)
                    + population(" POPULATION", cluster.population()) + population(" REFERENCE", cluster.reference()));
        }
        Topology topology = bench.molecule().topology();
        double[] xyz = new StructureChoice(topology, evaluation.ensemble()).laidOver(chosen);
        PdbFile.write(output.resolve(RunFiles.CLUSTERS), topology, new Frames(topology.atomCount(), xyz), remarks);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String population(String whose, Estimate population) {
        return population.isMissing()
                ? ""
                : whose
                        + String.format(Locale.ROOT, " %.4f", population.value())
                        + (Double.isFinite(population.error())
                                ? String.format(Locale.ROOT, " +- %.4f", population.error())
                                : "");
    }

    private Evaluation evaluate(Evaluation.Samples samples, ReferenceFile reference, EvaluationPlan plan) {
        Evaluation[] found = new Evaluation[1];
        bench.always("evaluation", () -> {
            found[0] = new EvaluationStage(bench, plan).evaluate(samples, reference);
            return 0;
        });
        return found[0];
    }

    /** What the weights of samples say, without a reference and a report. */
    Summary ofWeights(Evaluation.Samples samples) {
        Evaluation evaluation = evaluate(samples, null, EvaluationPlan.ONCE);
        return summary(evaluation, new ReportStage(bench, null, evaluation).verdict(), null);
    }

    private static Summary summary(Evaluation evaluation, Verdict verdict, String page) {
        return new Summary(
                evaluation.weights(),
                evaluation.distances(),
                evaluation.observables().averages(),
                verdict.level().words(),
                verdict.reasons(),
                page);
    }
}
