package org.arbolt.report;

import java.util.List;

/**
 * What was run, enough to run it again.
 *
 * @param command the command line
 * @param configuration the fully resolved configuration, as text
 * @param facts seeds, versions, git commit, hardware …, in the order to be shown
 * @param stages the parts of the run, in order
 */
public record Provenance(String command, String configuration, List<Fact> facts, List<Stage> stages) {
    public Provenance {
        facts = List.copyOf(facts);
        stages = List.copyOf(stages);
    }

    /** A name and what it stands for, e.g. {@code seed}, {@code 20260706}. */
    public record Fact(String name, String value) {}

    /**
     * A part of the run.
     *
     * @param name e.g. {@code training}
     * @param wallSeconds duration, s; 0 for one that was reused from an earlier run
     * @param energyEvaluations energies of one molecule that it computed
     * @param note what it did in a few words; may be empty
     */
    public record Stage(String name, double wallSeconds, long energyEvaluations, String note) {
        public Stage {
            FieldChecks.notNegative("wall time of stage " + name, wallSeconds);
            FieldChecks.notNegative("energy evaluations of stage " + name, energyEvaluations);
        }
    }
}
