package org.arbolt.report;

import java.util.List;

/**
 * What became of a population of samples step by step: of sequential Monte Carlo, or of annealing.
 *
 * @param step what steps are, e.g. {@code "checkpoint"}
 * @param at number of each step, [S]
 * @param effective effective samples as a share of all, raw, [S]
 * @param lineages share of the first samples that have offspring, [S]
 * @param acceptance share of moves accepted, [S]; empty where nothing moves
 * @param caption what else is to be said; a sentence
 */
public record PopulationCurve(
        String step, double[] at, double[] effective, double[] lineages, double[] acceptance, String caption) {
    public PopulationCurve {
        FieldChecks.sameLength("steps and effective shares", at.length, effective.length);
        FieldChecks.sameLength("steps and lineages", at.length, lineages.length);
    }

    /** Each curve with its name, of those there are. */
    List<Named> curves() {
        return acceptance.length == 0
                ? List.of(new Named("effective, raw", effective), new Named("lineages left", lineages))
                : List.of(
                        new Named("effective, raw", effective),
                        new Named("lineages left", lineages),
                        new Named("moves accepted", acceptance));
    }

    /** A curve. */
    record Named(String name, double[] values) {}
}
