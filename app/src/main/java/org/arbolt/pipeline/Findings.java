package org.arbolt.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.evaluate.Profile;
import org.arbolt.evaluate.TorsionClusters;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.report.Report;
import org.arbolt.report.ReportContent;
import org.arbolt.report.Verdict;
import org.arbolt.report.Worth;
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
        return write(compare(samples, reference, plan), model);
    }

    /** Evaluates samples beside a reference. @param reference null for none */
    Evaluation compare(Evaluation.Samples samples, ReferenceFile reference, EvaluationPlan plan) {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new BadInput(
                    "cannot make the folder " + output + " (" + e.getMessage() + "); choose another output", e);
        }
        if (reference == null) {
            bench.remarks().add("no reference was given, so no distances are known");
        }
        return evaluate(samples, reference, plan);
    }

    Verdict verdict(Evaluation evaluation) {
        return new ReportStage(bench, null, evaluation).verdict();
    }

    /** Writes what was found. @param model as above */
    Summary write(Evaluation evaluation, Path model) {
        Path page = output.resolve(RunFiles.REPORT);
        Worth worth = new WorthStage(bench).of(evaluation);
        ReportContent content = new ReportStage(bench, model, evaluation).content(worth);
        Summary summary = summary(evaluation, content.verdict(), worth, page.toString());
        RunFolder.writeJson(
                output.resolve(RunFiles.EVALUATION),
                MetricsFile.of(evaluation, summary, bench.record().remarks()));
        writeClusters(evaluation);
        writeProfiles(evaluation);
        Report.write(page, content);
        return summary;
    }

    /** A model for each cluster, the most populated first; remarks say their populations. */
    private void writeClusters(Evaluation evaluation) {
        if (evaluation.clusters().isEmpty()) {
            RunFolder.delete(output.resolve(RunFiles.CLUSTERS)); // that of an evaluation before
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
        double[] xyz = new StructureChoice(
                        topology, evaluation.ensemble(), bench.controls().atRest())
                .laidOver(chosen);
        PdbFile.write(output.resolve(RunFiles.CLUSTERS), topology, new Frames(topology.atomCount(), xyz), remarks);
    }

    private void writeProfiles(Evaluation evaluation) {
        Path file = output.resolve(RunFiles.PROFILES);
        if (evaluation.profiles().isEmpty()) {
            RunFolder.delete(file);
            return;
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (Profile profile : evaluation.profiles()) {
            arrays.put(profile.name() + ".edges", NpyArray.of(profile.edges()));
            put(arrays, profile.name() + ".", profile.ensemble());
            if (profile.reference() != null) {
                put(arrays, profile.name() + ".reference.", profile.reference());
            }
        }
        Npz.write(file, arrays);
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, Profile.Curve curve) {
        arrays.put(prefix + "probability", NpyArray.of(curve.probability()));
        arrays.put(prefix + "probability_low", NpyArray.of(curve.low()));
        arrays.put(prefix + "probability_high", NpyArray.of(curve.high()));
        arrays.put(prefix + "free_energy", NpyArray.of(curve.freeEnergy()));
        arrays.put(prefix + "free_energy_low", NpyArray.of(curve.freeEnergyLow()));
        arrays.put(prefix + "free_energy_high", NpyArray.of(curve.freeEnergyHigh()));
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
            found[0] = new EvaluationStage(bench, plan, output).evaluate(samples, reference);
            return 0;
        });
        return found[0];
    }

    /** What the weights of samples say, without a reference and a report. */
    Summary ofWeights(Evaluation.Samples samples, EvaluationPlan plan) {
        Evaluation evaluation = evaluate(samples, null, plan);
        writeProfiles(evaluation);
        return summary(evaluation, verdict(evaluation), null, null);
    }

    private static Summary summary(Evaluation evaluation, Verdict verdict, Worth worth, String page) {
        return new Summary(
                evaluation.weights(),
                evaluation.distances(),
                evaluation.observables().averages(),
                verdict.level().words(),
                verdict.reasons(),
                worth == null ? List.of() : worth.sentences(),
                page);
    }
}
