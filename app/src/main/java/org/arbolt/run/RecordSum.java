package org.arbolt.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the parts of a run cost together: as large as there are kinds of machines and remarks, however many parts. */
public final class RecordSum {
    private static final int MOST_REMARKS = 1000;

    private record Kind(Map<String, String> hardware, int vectorBits) {}

    private final Map<String, Double> stageSeconds = new LinkedHashMap<>();
    private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();
    private final Map<String, Long> energyEvaluations = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> versions = new TreeMap<>();
    private final LinkedHashMap<String, Boolean> remarks = new LinkedHashMap<>();
    private final Map<Kind, Long> machines = new LinkedHashMap<>();
    private long seed;

    /** Adds the record of a part. */
    public void add(RunRecord part) {
        part.stageSeconds().forEach((stage, seconds) -> stageSeconds.merge(stage, seconds, Double::sum));
        part.cpuSeconds().forEach((stage, seconds) -> cpuSeconds.merge(stage, seconds, Double::sum));
        part.energyEvaluations().forEach((stage, count) -> energyEvaluations.merge(stage, count, Long::sum));
        part.versions()
                .forEach((name, version) ->
                        versions.computeIfAbsent(name, _ -> new TreeSet<>()).add(version));
        for (String remark : part.remarks()) {
            if (remarks.size() < MOST_REMARKS) {
                remarks.put(remark, true);
            }
        }
        seed = part.seed();
        machines.merge(new Kind(part.hardware(), part.vectorBits()), 1L, Long::sum);
    }

    /** Puts what the parts cost into the record of their run, in the place of what it says of them. */
    public void writeInto(RunRecord whole) {
        whole.stageSeconds().putAll(stageSeconds);
        whole.cpuSeconds().putAll(cpuSeconds);
        whole.energyEvaluations().putAll(energyEvaluations);
        versions.forEach((name, all) -> whole.versions().put(name, String.join(", ", all)));
        remarks.keySet().stream()
                .filter(remark -> !whole.remarks().contains(remark))
                .forEach(whole.remarks()::add);
        whole.machines().clear();
        machines.forEach(
                (kind, parts) -> whole.machines().add(new RunRecord.Machine(kind.hardware, kind.vectorBits, parts)));
    }

    /** Of the parts. */
    public long seed() {
        return seed;
    }

    /** Widths of the vectors that parts were computed with, bits, rising; numbers are equal to the bit at one width. */
    public List<Integer> vectorBits() {
        return machines.keySet().stream()
                .map(Kind::vectorBits)
                .distinct()
                .sorted()
                .toList();
    }
}
