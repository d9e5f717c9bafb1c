package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.Remarks;
import org.arbolt.run.Part;
import org.arbolt.run.RecordSum;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;

/**
 * The folders of all parts of one run: of one configuration, each there once, each done. Holds a path for every part
 * and no more, so that there may be many.
 */
final class PartFolders {
    private static final int MOST_LISTED = 8;

    private final Path[] folders; // [N], null where a part is missing
    private final Part first; // any of the parts
    private final Divisible config; // that of the first folder
    private final RecordSum records = new RecordSum();
    private final List<String> unfinished = new ArrayList<>();

    private PartFolders(Path folder) {
        try (RunFolder one = RunFolder.toRead(folder)) {
            first = partOf(one);
            config = one.config(type(first.work()));
            folders = new Path[first.of()];
        }
    }

    /**
     * Looks at the parts of a run.
     *
     * @param given folders of parts, or folders that hold such
     * @throws BadInput if one is missing, there twice, of another run, or not done, by its number and folder
     */
    static PartFolders of(List<Path> given, Stages stages) {
        List<Path> found = new ArrayList<>();
        for (Path path : given) {
            found.addAll(expanded(path));
        }
        if (found.isEmpty()) {
            throw new BadInput(
                    "there are no parts in " + given.getFirst() + "; name folders that were made with --part");
        }
        PartFolders parts = new PartFolders(found.getFirst());
        Progress progress = stages.begin("looking at parts", "parts");
        for (int i = 0; i < found.size(); i++) {
            parts.add(found.get(i));
            progress.report(i + 1, found.size(), "");
        }
        parts.requireAll();
        return parts;
    }

    /** The folder itself, or those in it that hold runs, by name. */
    private static List<Path> expanded(Path path) {
        if (!Files.isDirectory(path)) {
            throw new BadInput("there is no folder " + path + "; name folders that were made with --part");
        }
        if (Files.isRegularFile(path.resolve(RunFiles.CONFIG))) {
            return List.of(path);
        }
        List<Path> inside = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry.resolve(RunFiles.CONFIG))) {
                    inside.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inside.sort(null);
        return inside;
    }

    private static Part partOf(RunFolder folder) {
        Part part = folder.part();
        if (part == null) {
            throw new BadInput(
                    folder.path() + " holds a whole run, not a part of one; name folders that were made with --part");
        }
        return part;
    }

    private static Class<? extends Divisible> type(Part.Work work) {
        return switch (work) {
            case ENERGIES -> EnergyConfig.class;
            case PEPTIDES -> ScreenConfig.class;
            case SAMPLES, POPULATIONS, DYNAMICS, DATA -> RunConfig.class;
        };
    }

    private void add(Path path) {
        try (RunFolder folder = RunFolder.toRead(path)) {
            Part part = partOf(folder);
            requireSameRun(folder, part);
            int place = part.number() - 1;
            if (folders[place] != null) {
                throw new BadInput("part " + part.text() + " is there twice, in " + folders[place] + " and in " + path
                        + "; name one of them");
            }
            folders[place] = path;
            if (!isDone(folder)) {
                unfinished.add("part " + part.text() + " in " + path);
            } else if (folder.has(RunFiles.RECORD)) {
                records.add(folder.readJson(RunFiles.RECORD, RunRecord.class));
            }
        }
    }

    private void requireSameRun(RunFolder folder, Part part) {
        if (part.work() != first.work() || part.of() != first.of() || part.items() != first.items()) {
            throw new BadInput(folder.path() + " is of another run: it holds " + told(part) + ", the first folder "
                    + told(first) + "; name the parts of one run");
        }
        List<String> differences = folder.differencesFrom(config.withPart(part));
        if (!differences.isEmpty()) {
            throw new BadInput(folder.path() + " is of another run than the first folder ("
                    + String.join("; ", differences.subList(0, Math.min(MOST_LISTED, differences.size())))
                            .replace(" there, ", " in it, ")
                            .replaceAll(" here(;|$)", " in the first$1")
                    + "); name the parts of one run");
        }
    }

    private static String told(Part part) {
        return part + " of " + part.items() + " " + part.work().items();
    }

    /** Whether all is there that the part makes. */
    private boolean isDone(RunFolder folder) {
        return results().stream().allMatch(file -> folder.has(RunFiles.part(file)));
    }

    /** What the whole run makes of its parts. */
    private Set<String> results() {
        return switch (first.work()) {
            case SAMPLES -> Set.of(RunFiles.SAMPLES);
            case POPULATIONS -> Set.of(RunFiles.SAMPLES, RunFiles.SMC);
            case DYNAMICS -> Set.of(RunFiles.TRAJECTORY);
            case DATA -> DataStage.trajectories(((RunConfig) config).dynamics()).keySet();
            case ENERGIES -> Set.of(RunFiles.ENERGIES);
            case PEPTIDES -> Set.of(RunFiles.SCREEN);
        };
    }

    private void requireAll() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < folders.length; i++) {
            if (folders[i] == null) {
                missing.add(String.valueOf(i + 1));
            }
        }
        if (!missing.isEmpty()) {
            throw new BadInput((missing.size() == 1 ? "part " : "parts ") + listed(missing) + " of " + folders.length
                    + (missing.size() == 1 ? " is" : " are") + " missing; compute "
                    + (missing.size() == 1 ? "it" : "them") + " with --part " + missing.getFirst() + "/"
                    + folders.length + (missing.size() == 1 ? "" : " and so on") + ", or name all folders");
        }
        if (!unfinished.isEmpty()) {
            throw new BadInput(
                    listed(unfinished) + " not done yet; run the same command again, which goes on where it was");
        }
    }

    private static String listed(List<String> all) {
        int shown = Math.min(MOST_LISTED, all.size());
        return String.join(", ", all.subList(0, shown))
                + (shown < all.size() ? " and " + (all.size() - shown) + " more" : "");
    }

    Part.Work work() {
        return first.work();
    }

    /** Samples, frames or ladders of the whole. */
    long items() {
        return first.items();
    }

    int count() {
        return folders.length;
    }

    /** The folder of a part. @param number from 0 */
    Path folder(int number) {
        return folders[number];
    }

    /** Number from 0. */
    Part part(int number) {
        return new Part(first.work(), number + 1, first.of(), first.items());
    }

    /** The configuration of the whole run. */
    Divisible config() {
        return config.withPart(null);
    }

    RecordSum records() {
        return records;
    }

    /** Remarks where processors have vectors of several widths. */
    void tellWidths(Remarks remarks) {
        List<Integer> widths = records.vectorBits();
        if (widths.size() > 1) {
            remarks.add("parts were computed with vectors of " + widths + " bits: numbers of one sample or replica may"
                    + " differ between them, which one machine's do not; each is right by itself");
        }
    }
}
