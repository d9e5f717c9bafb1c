package org.arbolt.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final Map<String, String> KEYS = Map.of(
            "AWS_ACCESS_KEY_ID", "fs.s3a.access.key",
            "AWS_SECRET_ACCESS_KEY", "fs.s3a.secret.key",
            "AWS_SESSION_TOKEN", "fs.s3a.session.token");

    /** For the service loader. */
    public SparkParts() {}

    @Override
    public void run(String url, int parts, List<String> words, Path folder, String shared, Stages stages) {
        make(folder);
        Progress progress = stages.begin("parts on " + url, "parts");
        progress.report(0, parts, "");
        SparkConf conf = conf(url);
        SharedFolder elsewhere = shared == null ? null : new SharedFolder(shared, hadoop(conf));
        List<PartTask.Outcome> outcomes;
        Counter counter = new Counter(parts, progress);
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            spark.sc().addSparkListener(counter);
            List<Integer> numbers = IntStream.rangeClosed(1, parts).boxed().toList();
            outcomes = spark.parallelize(numbers, parts)
                    .map(new PartTask(words, folder, parts, elsewhere))
                    .collect();
        } catch (Exception e) {
            if (e instanceof SparkException) {
                throw gaveUp(e, shared == null ? folder.toString() : shared);
            }
            throw e;
        }
        stages.note(counter.cost());
        if (elsewhere != null) {
            fetch(outcomes, elsewhere, folder);
        }
        requireAll(
                outcomes.stream().filter(outcome -> outcome.exitCode() != 0).toList(),
                parts,
                shared == null ? folder.toString() : shared);
    }

    private static BadInput gaveUp(Exception e, String folder) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new BadInput(
                "Spark gave up (" + why + "); parts that are done are kept in " + folder
                        + ", the same command goes on with the others",
                e);
    }

    /** Hadoop's settings, as Spark takes them: {@code spark.hadoop.NAME}, and keys of S3 from the environment. */
    private static Map<String, String> hadoop(SparkConf conf) {
        Map<String, String> settings = new HashMap<>();
        KEYS.forEach((variable, name) -> {
            if (System.getenv(variable) != null) {
                settings.put(name, System.getenv(variable));
            }
        });
        Arrays.stream(conf.getAllWithPrefix("spark.hadoop."))
                .forEach(setting -> settings.put(setting._1(), setting._2()));
        return settings;
    }

    private static void fetch(List<PartTask.Outcome> outcomes, SharedFolder shared, Path folder) {
        try {
            for (PartTask.Outcome outcome : outcomes) {
                if (outcome.exitCode() == 0) {
                    shared.fetch(outcome.number(), folder.resolve(String.valueOf(outcome.number())));
                }
            }
        } catch (IOException e) {
            throw new BadInput(
                    "the parts in " + shared + " cannot be fetched (" + e.getMessage()
                            + "); the same command tries again",
                    e);
        }
    }

    private static SparkConf conf(String url) {
        return new SparkConf()
                .setMaster(url)
                .setAppName("arbolt")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing(
                        EXECUTOR_OPTIONS, OPTIONS + " -Darbolt.home=\"" + System.getProperty("arbolt.home", "") + "\"");
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireAll(List<PartTask.Outcome> failed, int parts, String folder) {
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

    /** Tells of parts that have ended, and what Spark cost beside them. */
    private static final class Counter extends SparkListener {
        private final long begun = System.currentTimeMillis();
        private final int parts;
        private final Progress progress;
        private int done;
        private long first = Long.MAX_VALUE; // ms, when the first part was sent off
        private long sent; // ms, from sending a part off until its result is here, of all parts
        private long computing; // ms of that in the executors

        Counter(int parts, Progress progress) {
            this.parts = parts;
            this.progress = progress;
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.reason().equals(Success$.MODULE$)) {
                first = Math.min(first, end.taskInfo().launchTime());
                sent += end.taskInfo().duration();
                computing += end.taskMetrics().executorRunTime();
                progress.report(Math.min(parts, ++done), parts, "");
            }
        }

        synchronized String cost() {
            return String.format(
                    Locale.ROOT,
                    "Spark: %.1f s until the first part was sent off; %d parts of %.1f s on average, of which %.3f s "
                            + "(%.2f %%) are Spark's",
                    (first - begun) * 1e-3,
                    done,
                    sent * 1e-3 / Math.max(1, done),
                    (sent - computing) * 1e-3 / Math.max(1, done),
                    100.0 * (sent - computing) / Math.max(1, sent));
        }
    }
}
