package org.arbolt.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.arbolt.benchmark.Benchmark;
import org.arbolt.benchmark.BenchmarkPlan;
import org.arbolt.pipeline.BenchmarkSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = {
            "Measures models by the published protocol, beside published figures.",
            "",
            "For each system: a reference by replica exchange, then samples of every number and seed, weighed and "
                    + "compared with it. Writes benchmark.md and benchmark.json with effective sample sizes, "
                    + "distances, their noise floors, times, energies and effective samples per second, of the "
                    + "samples and of replica exchange. Every set of samples is a run folder with its report. Stopped "
                    + "at any moment, the same command goes on where it was; more --samples, --seeds or systems are "
                    + "added to what is there."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt benchmark                                              all systems that a model ships for "
                    + "(hours)",
            "  arbolt benchmark Ace-A-Nme AAA --samples 10000 --seeds 3      two of them (minutes)",
            "  arbolt benchmark --samples 10000,50000 --seeds 3,1            the larger sets once each",
            "  arbolt benchmark AAA --model AAA=mine.safetensors --reference AAA=runs/AAA-data/test.npz",
            "  arbolt benchmark Ace-A-Nme --quick                            in miniature, for a look"
        })
final class BenchmarkCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SYSTEM",
            arity = "0..*",
            description = "of ${COMPLETION-CANDIDATES} (all that have a model, where none is named)",
            completionCandidates = DataCommand.Names.class)
    private List<String> names;

    @Option(
            names = "--samples",
            paramLabel = "N",
            split = ",",
            description = "samples, and as many energy evaluations, of each set (default: "
                    + BenchmarkPlan.PUBLISHED_SAMPLES + "; 200,400 with --quick)")
    private List<Integer> samples;

    @Option(
            names = "--seeds",
            paramLabel = "N[,N...]",
            split = ",",
            defaultValue = "3",
            description = "sets of samples, with seeds from --seed on: of each number, or one count for each of "
                    + "--samples (default: ${DEFAULT-VALUE})")
    private List<Integer> seeds;

    @Option(
            names = "--model",
            paramLabel = "SYSTEM=FILE",
            description = "a trained model (.safetensors) in place of the one that ships")
    private Map<String, Path> models = Map.of();

    @Option(
            names = "--reference",
            paramLabel = "SYSTEM=FILE",
            description =
                    "frames to compare with, e.g. of arbolt md or data (default: 20000 frames by replica exchange, "
                            + "made here)")
    private Map<String, Path> references = Map.of();

    @Option(
            names = "--dynamics",
            description = "also measure replica exchange in steps of 1 fs with few turns about bonds, which takes "
                    + "longest of all, and the usual one where a reference is given")
    private boolean dynamics;

    @Option(names = "--quick", description = "little dynamics and few samples, for a look")
    private boolean quick;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "folder (default: runs/benchmark, -quick added)")
    private Path output;

    @Override
    public Integer call() {
        device.apply();
        List<BenchmarkSystem> systems = names == null
                ? Arrays.asList(BenchmarkSystem.values())
                : names.stream().map(BenchmarkSystem::of).distinct().toList();
        BenchmarkPlan plan = new BenchmarkPlan(
                systems,
                samples != null ? samples : numbers(quick ? "200,400" : BenchmarkPlan.PUBLISHED_SAMPLES),
                seeds,
                seed(),
                dynamics,
                quick,
                bySystem(models),
                bySystem(references),
                Installation.home());
        Path folder = output != null ? output : Path.of("runs", "benchmark" + (quick ? "-quick" : ""));
        System.out.println(Benchmark.run(folder, plan, typed(), ConsoleStages.INSTANCE));
        return 0;
    }

    private static List<Integer> numbers(String row) {
        return Arrays.stream(row.split(",")).map(Integer::valueOf).toList();
    }

    private static Map<BenchmarkSystem, Path> bySystem(Map<String, Path> files) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(entry -> BenchmarkSystem.of(entry.getKey()), Map.Entry::getValue));
    }
}
