package org.arbolt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.pipeline.PartMerge;
import org.arbolt.run.Part;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Which part of a run a command computes, or where all of its parts are computed. */
final class PartOption {
    private static final int PARTS = 16;
    private static final List<String> OF_THE_WHOLE = List.of("--spark", "--parts", "--shared", "--output");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--part",
            paramLabel = "i/N",
            description =
                    "compute the i-th of N parts alone, i from 1, into its own folder; arbolt merge makes the run of "
                            + "all of them (default: the whole run)")
    private String part;

    @Option(
            names = "--spark",
            paramLabel = "URL",
            description =
                    "compute the parts on Apache Spark, spark://HOST:PORT or local[N], and merge them (default: here, "
                            + "without Spark)")
    private String spark;

    @Option(
            names = "--parts",
            paramLabel = "N",
            description =
                    "with --spark: how many (default: " + PARTS + ", or as many as there are things to share out)")
    private Integer parts;

    @Option(
            names = "--shared",
            paramLabel = "URI",
            description = "with --spark: folder for the parts in a file system of Hadoop, e.g. s3a://BUCKET/DIR "
                    + "(default: OUTPUT.parts, which all machines must see)")
    private String shared;

    /** Null for the whole run. @param items that are shared out */
    Part of(Part.Work work, long items) {
        if (spark == null && (parts != null || shared != null)) {
            throw new BadInput("--parts and --shared are of --spark; give it too, or leave them out");
        }
        if (spark != null) {
            if (part != null) {
                throw new BadInput("--spark computes all parts, --part one of them; give one of the two");
            }
            parts = Given.or(parts, (int) Math.min(PARTS, items));
            SettingBounds.between(1, items, parts, "--parts");
        }
        return part == null ? null : Part.parse(part, work, items);
    }

    /** What the name of a part's folder ends with. */
    String suffix() {
        return part == null ? "" : "-part-" + part.replace('/', '-');
    }

    /** Whether the parts are computed elsewhere. */
    boolean elsewhere() {
        return spark != null;
    }

    /**
     * Computes the parts elsewhere and merges them.
     *
     * @param output of the whole
     * @param typed the command line, for the record
     * @return what was made, for people
     */
    String run(Path output, String typed) {
        PartLauncher launcher = ServiceLoader.load(PartLauncher.class)
                .findFirst()
                .orElseThrow(() -> new BadInput("--spark needs Apache Spark on the class path, which ./arbolt puts"
                        + " there in the source folder; a bundle has none"));
        Path folder = output.toAbsolutePath().resolveSibling(output.getFileName() + ".parts");
        launcher.run(spark, parts, words(), folder, shared, ConsoleStages.INSTANCE);
        List<Path> folders = new ArrayList<>();
        for (int i = 1; i <= parts; i++) {
            folders.add(folder.resolve(String.valueOf(i)));
        }
        return PartMerge.run(folders, output, typed, ConsoleStages.INSTANCE);
    }

    /** The command as a part's process is told it: other machines have other working folders. */
    private List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(command.name());
        ParseResult parsed = command.commandLine().getParseResult();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!OF_THE_WHOLE.contains(option.longestName())) {
                if (option.arity().max() == 0) {
                    words.add(option.longestName());
                } else {
                    option.originalStringValues()
                            .forEach(value -> words.add(option.longestName() + "=" + absolute(option, value)));
                }
            }
        }
        for (PositionalParamSpec positional : parsed.matchedPositionals()) {
            positional.originalStringValues().forEach(value -> words.add(absolute(positional, value)));
        }
        return words;
    }

    private static String absolute(ArgSpec argument, String value) {
        boolean file = argument.type() == Path.class || value.contains(".") && Files.isRegularFile(Path.of(value));
        return file ? Path.of(value).toAbsolutePath().toString() : value;
    }
}
