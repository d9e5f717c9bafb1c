package org.arbolt.benchmark;

import java.util.List;
import org.arbolt.run.RunRecord;

/**
 * What a stage of a run took.
 *
 * @param wallSeconds by the clock, s
 * @param cpuSeconds of all cores together, s
 * @param energyEvaluations energies of one molecule
 */
public record Cost(double wallSeconds, double cpuSeconds, long energyEvaluations) {
    static Cost of(RunRecord record, String stage) {
        return new Cost(
                record.stageSeconds().getOrDefault(stage, 0.0),
                record.cpuSeconds().getOrDefault(stage, 0.0),
                record.energyEvaluations().getOrDefault(stage, 0L));
    }

    static Cost mean(List<Cost> costs) {
        return new Cost(
                costs.stream().mapToDouble(Cost::wallSeconds).average().orElse(0),
                costs.stream().mapToDouble(Cost::cpuSeconds).average().orElse(0),
                Math.round(costs.stream()
                        .mapToLong(Cost::energyEvaluations)
                        .average()
                        .orElse(0)));
    }
}
