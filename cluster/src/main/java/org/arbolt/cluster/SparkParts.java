package org.arbolt.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.Success$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.cli.PartLauncher;
import org.arbolt.run.Stages;

/**
 * Parts as the partitions of one Spark job. A part that fails does not stop the others; one whose executor dies is
 * given to another, which goes on with its folder. Settings of Spark are system properties: {@code -Dspark.…=…}.
 */
public final class SparkParts implements PartLauncher {
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
    private static final String OPTIONS =
            "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:ObjectAlignmentInBytes=64";

    /** For the service loader. */
    public SparkParts() {}

    @Override
    public void run(String url, int parts, List<String> words, Path folder, Stages stages) {
        make(folder);
        Progress progress = stages.begin("parts on " + url, "parts");
        progress.report(0, parts, "");
        List<PartTask.Outcome> failed;
        try (JavaSparkContext spark = new JavaSparkContext(conf(url))) {
            spark.sc().addSparkListener(new Counter(parts, progress));
            List<Integer> numbers = IntStream.rangeClosed(1, parts).boxed().toList();
            failed = spark.parallelize(numbers, parts).map(new PartTask(words, folder, parts)).collect().stream()
                    .filter(outcome -> outcome.exitCode() != 0)
                    .toList();
        } catch (Exception e) {
            if (e instanceof SparkException) {
                throw new BadInput(
                        "Spark gave up ("
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse("")
                                + "); parts that are done are kept in " + folder
                                + ", the same command goes on with the others",
                        e);
            }
            throw e;
        }
        requireAll(failed, parts, folder);
    }

    private static SparkConf conf(String url) {
        return new SparkConf()
                .setMaster(url)
                .setAppName("arbolt")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing(
                        EXECUTOR_OPTIONS,
                        OPTIONS + " -Darbolt.home=\"" + System.getProperty("arbolt.home", "") + "\"");
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireAll(List<PartTask.Outcome> failed, int parts, Path folder) {
        if (!failed.isEmpty()) {
            String which = failed.stream()
                    .map(outcome -> outcome.number() + "/" + parts)
                    .limit(8)
                    .collect(Collectors.joining(", "));
            PartTask.Outcome first = failed.getFirst();
            throw new BadInput("part " + which + (failed.size() > 8 ? " and " + (failed.size() - 8) + " more" : "")
                    + " failed, " + first.number() + "/" + parts + " on " + first.host() + ": " + first.complaint()
                    + "; the others are kept in " + folder + ", the same command goes on with these");
        }
    }

    /** Tells of parts that have ended. */
    private static final class Counter extends SparkListener {
        private final AtomicInteger done = new AtomicInteger();
        private final int parts;
        private final Progress progress;

        Counter(int parts, Progress progress) {
            this.parts = parts;
            this.progress = progress;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.reason() == Success$.MODULE$) {
                progress.report(Math.min(parts, done.incrementAndGet()), parts, "");
            }
        }
    }
}
