package org.arbolt.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.report.Report;
import org.arbolt.report.ReportContent;
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
        Summary summary = new Summary(
                evaluation.weights(),
                evaluation.distances(),
                evaluation.observables().averages(),
                content.verdict().level().words(),
                content.verdict().reasons(),
                page.toString());
        RunFolder.writeJson(
                output.resolve(RunFiles.EVALUATION),
                MetricsFile.of(evaluation, summary, bench.record().remarks()));
        Report.write(page, content);
        return summary;
    }

    private Evaluation evaluate(Evaluation.Samples samples, ReferenceFile reference, EvaluationPlan plan) {
        Evaluation[] found = new Evaluation[1];
        bench.always("evaluation", () -> {
            found[0] = new EvaluationStage(bench, plan).evaluate(samples, reference);
            return 0;
        });
        return found[0];
    }
}
