package org.arbolt.cli;

import org.arbolt.BadInput;
import org.arbolt.pipeline.AnnealPlan;
import picocli.CommandLine.Option;

/** How conformations are moved by their forces. */
final class MoveOptions {
    @Option(
            names = "--move",
            paramLabel = "MOVE",
            defaultValue = "mala",
            description = "mala: one leapfrog step with a Metropolis test; hmc: several; ula, of anneal alone: one "
                    + "without a test, the ratio of its kernel goes into the weight (default: ${DEFAULT-VALUE})")
    private String move;

    @Option(
            names = "--leapfrogs",
            paramLabel = "L",
            description = "leapfrog steps of a move of hmc (default: " + AnnealPlan.LEAPFROGS + ")")
    private Integer leapfrogs;

    String move() {
        return move;
    }

    int leapfrogs() {
        boolean several = move.equals("hmc");
        if (leapfrogs != null && !several) {
            throw new BadInput("--leapfrogs is for --move hmc; leave it out, or give that move");
        }
        return Given.or(leapfrogs, several ? AnnealPlan.LEAPFROGS : 1);
    }
}
