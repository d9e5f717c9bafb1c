package org.arbolt.run;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.arbolt.Remarks;
import org.arbolt.kernel.VectorWidth;
import org.arbolt.tensor.Engine;

/**
 * What was run, {@code run.json}: enough to run it again and to know what it cost. Stages that a resumed run found done
 * keep the figures of the process that did them.
 *
 * @param command the command line of the last process
 * @param seed the seed all random numbers come from
 * @param versions of Arbolt and Java, of libtorch where it was loaded, and the git commit where known
 * @param hardware processor, cores in use, memory
 * @param vectorBits width of the vectors that the last process computed with: numbers are equal to the bit at one width
 * @param arithmetic of that process's kernels
 * @param stageSeconds wall time of each stage, s
 * @param cpuSeconds CPU time of each stage, of all cores and of Java's compiler and collector, s
 * @param energyEvaluations molecule energies evaluated in each stage (one conformation, one energy)
 * @param remarks what files had to have built, left out or repaired, a line each
 * @param machines that computed the parts of a merged run; none where one process computed it
 */
public record RunRecord(
        String command,
        long seed,
        Map<String, String> versions,
        Map<String, String> hardware,
        int vectorBits,
        String arithmetic,
        Map<String, Double> stageSeconds,
        @JsonAlias("processorSeconds") Map<String, Double> cpuSeconds,
        Map<String, Long> energyEvaluations,
        List<String> remarks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Machine> machines) {
    private static final String LAUNCHER = "arbolt"; // in the folder of sources
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final String ARITHMETIC =
            "networks float32 with probabilities summed in float64, dynamics float32, weighed energies float64";

    public RunRecord {
        cpuSeconds = cpuSeconds == null ? new LinkedHashMap<>() : cpuSeconds; // of older versions
        remarks = remarks == null ? new ArrayList<>() : remarks; // likewise
        machines = machines == null ? new ArrayList<>() : machines;
    }

    /**
     * Machines of one kind.
     *
     * @param hardware as in the record of a run
     * @param vectorBits width of the vectors that they computed with
     * @param parts of the run that they computed
     */
    public record Machine(Map<String, String> hardware, int vectorBits, long parts) {}

    /** The record of what is no run's folder. */
    public static RunRecord begin(String command, long seed) {
        return new RunRecord(
                command,
                seed,
                versionsHere(),
                hardwareHere(),
                VectorWidth.bits(),
                ARITHMETIC,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** The record of a run that is about to start or go on in this process. */
    public static RunRecord begin(RunFolder folder, String command, long seed) {
        RunRecord record = begin(command, seed);
        if (folder.has(RunFiles.RECORD)) {
            RunRecord before = folder.readJson(RunFiles.RECORD, RunRecord.class);
            record.stageSeconds.putAll(before.stageSeconds());
            record.cpuSeconds.putAll(before.cpuSeconds());
            record.energyEvaluations.putAll(before.energyEvaluations());
            before.versions().forEach(record.versions::putIfAbsent); // of libtorch, where this process needs none
            record.remarks.addAll(before.remarks());
            record.machines.addAll(before.machines());
        }
        return record;
    }

    /** Keeps remarks for the next time the record is written, and tells each once. */
    public Remarks remarks(Stages stages) {
        return Remarks.once(remark -> {
            if (!remarks.contains(remark)) {
                remarks.add(remark);
            }
            stages.note(remark);
        });
    }

    /** Writes the record if it has remarks that the folder's has not. */
    public void keepRemarks(RunFolder folder) {
        List<String> there = folder.has(RunFiles.RECORD)
                ? folder.readJson(RunFiles.RECORD, RunRecord.class).remarks()
                : List.of();
        if (!there.containsAll(remarks)) {
            folder.writeJson(RunFiles.RECORD, this);
        }
    }

    /**
     * Does a stage and writes what it cost, on top of what earlier processes spent on it.
     *
     * @param folder of the run
     * @param work does it and returns the energies it evaluated
     */
    public void stage(RunFolder folder, String stage, LongSupplier work) {
        stage(folder, stage, _ -> work.getAsLong());
    }

    /**
     * The same of work that saves what it has done: if the process is killed, what it cost until it saved last is in
     * the record, and another process adds the rest.
     *
     * @param work is told where to say what it has evaluated so far, whenever it has saved, and returns it all
     */
    public void stage(RunFolder folder, String stage, ToLongFunction<LongConsumer> work) {
        long start = System.nanoTime();
        long processor = PROCESS.getProcessCpuTime();
        double secondsBefore = stageSeconds.getOrDefault(stage, 0.0);
        double cpuBefore = cpuSeconds.getOrDefault(stage, 0.0);
        long energiesBefore = energyEvaluations.getOrDefault(stage, 0L);
        LongConsumer spent = energies -> {
            Engine.loaded().ifPresent(libraries -> versions.put("libtorch", libraries));
            energyEvaluations.put(stage, energiesBefore + energies);
            stageSeconds.put(stage, secondsBefore + (System.nanoTime() - start) * 1e-9);
            cpuSeconds.put(stage, cpuBefore + (PROCESS.getProcessCpuTime() - processor) * 1e-9);
            folder.writeJson(RunFiles.RECORD, this);
        };
        spent.accept(work.applyAsLong(spent));
    }

    /** Forgets what was remarked: it is going to be remarked again. */
    public void forgetRemarks(RunFolder folder) {
        remarks.clear();
        folder.writeJson(RunFiles.RECORD, this);
    }

    /** What a stage has cost so far goes by another name from now on. */
    public void rename(RunFolder folder, String stage, String as) {
        move(stageSeconds, stage, as, Double::sum);
        move(cpuSeconds, stage, as, Double::sum);
        move(energyEvaluations, stage, as, Long::sum);
        folder.writeJson(RunFiles.RECORD, this);
    }

    private static <T> void move(Map<String, T> costs, String from, String to, BinaryOperator<T> sum) {
        T cost = costs.remove(from);
        if (cost != null) {
            costs.merge(to, cost, sum);
        }
    }

    private static Map<String, String> versionsHere() {
        Map<String, String> versions = new TreeMap<>();
        String arbolt = RunRecord.class.getPackage().getImplementationVersion();
        versions.put("arbolt", arbolt == null ? "not packaged" : arbolt);
        versions.put("java", Runtime.version().toString());
        gitCommit().ifPresent(commit -> versions.put("git", commit));
        return versions;
    }

    private static Map<String, String> hardwareHere() {
        Map<String, String> hardware = new TreeMap<>();
        hardware.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        hardware.put("memory", (Runtime.getRuntime().maxMemory() >> 20) + " MiB for Java");
        hardware.put("processor", processor());
        hardware.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return hardware;
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** What this program runs from: app/target/arbolt.jar or app/target/classes, in a bundle lib/arbolt.jar. */
    private static Optional<Path> program() {
        try {
            return Optional.of(Path.of(RunRecord.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (URISyntaxException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Of the bundle, else of the folder of sources that this program was built in; none where there is neither. */
    private static Optional<String> gitCommit() {
        return program()
                .flatMap(built -> content(built.resolve("../../COMMIT").normalize()))
                .or(() -> program()
                        .map(built -> built.resolve("../../..").normalize())
                        .filter(source -> Files.isRegularFile(source.resolve(LAUNCHER)))
                        .flatMap(RunRecord::commitOf));
    }

    private static Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty(); // no bundle, or a file that cannot be read: the commit is simply not known
        }
    }

    private static Optional<String> commitOf(Path source) {
        try {
            Process git = new ProcessBuilder(
                            "git", "-C", source.toString(), "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = git.inputReader()) {
                String commit = out.readLine();
                return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0
                        ? Optional.ofNullable(commit)
                        : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // git is not installed: the commit is simply not known
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
