package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.io.AtomicFile;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;

/** The parts of a screen as one: the folders of all peptides, and one table. */
final class ScreenMerge {
    private static final String LOCK = ".lock";

    private final PartFolders parts;
    private final ScreenConfig config;

    ScreenMerge(PartFolders parts, ScreenConfig config) {
        this.parts = parts;
        this.config = config;
    }

    String run(Path output, String command, Stages stages) {
        try (RunFolder folder = RunFolder.open(output, config)) {
            RunRecord record = RunRecord.begin(folder, command, config.seed());
            parts.records().writeInto(record);
            parts.tellWidths(record.remarks(stages));
            List<ScreenResult> results = new ArrayList<>();
            record.stage(folder, "merging", () -> {
                results.addAll(results(folder, stages.begin("merging", "parts")));
                return 0;
            });
            return ScreenTable.write(folder, config, command, results);
        }
    }

    private List<ScreenResult> results(RunFolder folder, Progress progress) {
        List<ScreenResult> results = new ArrayList<>();
        for (int i = 0; i < parts.count(); i++) {
            for (ScreenResult result : part(i)) {
                Path from = parts.folder(i).resolve(result.peptide());
                if (result.failure() == null) {
                    copy(from, folder.path().resolve(result.peptide()));
                }
                results.add(result);
            }
            progress.report(i + 1, parts.count(), "");
        }
        return results;
    }

    private ScreenResult[] part(int number) {
        Path file = parts.folder(number).resolve(RunFiles.part(RunFiles.SCREEN));
        ScreenResult[] results = RunFolder.readJson(file, ScreenResult[].class);
        Part part = parts.part(number);
        List<String> named = Stream.of(results).map(ScreenResult::peptide).toList();
        if (!named.equals(config.withPart(part).mine())) {
            throw new BadInput(file + " does not hold the " + part.count() + " peptides of part " + part.text()
                    + "; the file is damaged, delete it and compute the part again");
        }
        return results;
    }

    /** A file that is there is not copied again: it appeared whole. */
    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source));
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else if (!source.endsWith(LOCK) && !Files.exists(target)) {
                    AtomicFile.write(target, out -> Files.copy(source, out));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
