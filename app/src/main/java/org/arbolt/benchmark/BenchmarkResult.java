package org.arbolt.benchmark;

import java.util.List;
import java.util.Map;

/**
 * What a benchmark measured, {@code benchmark.json}.
 *
 * @param command the command line of the last process
 * @param versions of Arbolt and Java, and the git commit where known
 * @param hardware processor, cores, memory
 * @param systems that were measured
 * @param leftOut other systems, with what they lack
 */
public record BenchmarkResult(
        String command,
        Map<String, String> versions,
        Map<String, String> hardware,
        List<SystemResult> systems,
        Map<String, String> leftOut) {}
