package org.arbolt.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import org.arbolt.evaluate.Measure;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;

/**
 * One set of samples of a system, judged: a run folder.
 *
 * @param folder where it is
 * @param metrics its {@code metrics.json}
 * @param sampling what drawing them and their energies took
 * @param evaluation what judging them took
 */
record Cell(String folder, JsonNode metrics, Cost sampling, Cost evaluation) {
    static Cell read(RunFolder folder, String name) {
        RunRecord record = folder.readJson(RunFiles.RECORD, RunRecord.class);
        return new Cell(
                name,
                folder.readJson(RunFiles.EVALUATION, JsonNode.class),
                Cost.of(record, "sampling"),
                Cost.of(record, "evaluation"));
    }

    /** Null where it is not known. */
    Double number(String name) {
        JsonNode value = metrics.path(name);
        return value.isNumber() ? (Double) value.asDouble() : null;
    }

    Double distance(Measure measure) {
        return number(measure.key());
    }

    Double floor(Measure measure) {
        return number("noise_floor." + measure.key());
    }

    /** Of {@code ess_clipped}, as a share of the samples. */
    Double clippedShare() {
        Double clipped = number("ess_clipped");
        Double samples = number("samples");
        return clipped == null || samples == null ? null : (Double) (clipped / samples);
    }

    double effectivePerSecond() {
        return number("ess") / sampling.wallSeconds();
    }

    double effectivePerCpuSecond() {
        return number("ess") / sampling.cpuSeconds();
    }

    String verdict() {
        return metrics.path("verdict").asText("");
    }
}
