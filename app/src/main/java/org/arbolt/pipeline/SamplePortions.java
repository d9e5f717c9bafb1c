package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;

/**
 * What is drawn so far of a run's samples or of a part's: files of some samples each in a folder of their own, named by
 * the number of their first. Each appears whole; the folder goes when the samples have their file. So no more than one
 * of them is in memory, and a killed process loses no more than the last.
 */
final class SamplePortions {
    private static final String SAMPLES = ".npz";
    private static final String POPULATIONS = ".json";

    private final Path folder;
    private final boolean populations;
    private final List<Portion> portions = new ArrayList<>();
    private long end; // number after the last sample

    /**
     * @param first number of the first sample that is wanted
     * @param populations whether the samples are of sequential Monte Carlo
     * @throws BadInput if the folder holds something else than samples that follow each other from there on
     */
    SamplePortions(RunFolder run, long first, boolean populations) {
        this.folder = run.file(RunFiles.UNFINISHED_SAMPLES);
        this.populations = populations;
        this.end = first;
        for (Path file : files(folder)) {
            look(file);
        }
    }

    /** Of samples, in order. */
    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> file.getFileName().toString().matches("[0-9]{12}\\" + SAMPLES))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long first(Path file) {
        return Long.parseLong(file.getFileName().toString().replace(SAMPLES, ""));
    }

    private void look(Path file) {
        long from = first(file);
        int count = SampleFile.count(file);
        boolean stale = from + count <= end && portions.isEmpty(); // the samples' own file has them
        if (from == end) {
            add(portion(count));
        } else if (!stale) {
            throw new BadInput(folder + " lacks samples from number " + end + " on; delete the folder and run again");
        }
    }

    private Portion portion(int count) {
        String name = String.format(Locale.ROOT, "%012d", end);
        return new Portion(
                folder.resolve(name + SAMPLES),
                populations ? folder.resolve(name + POPULATIONS) : null,
                count,
                "the " + count + " samples that were drawn",
                "delete " + folder + " and run again");
    }

    private void add(Portion portion) {
        portions.add(portion);
        end += portion.count();
    }

    /** Number after the last sample. */
    long end() {
        return end;
    }

    /** All of them, in order. */
    List<Portion> all() {
        return List.copyOf(portions);
    }

    /** Keeps the next samples. @param ofPopulations null for independent samples */
    void keep(SampleFile samples, PopulationRecord.OfPart ofPopulations, long seed) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Portion portion = portion(samples.count());
        if (populations) {
            RunFolder.writeJson(portion.populations(), ofPopulations);
        }
        samples.writePart(portion.file(), seed); // says: done
        add(portion);
    }

    /** Removes the folder: the samples have their own file. */
    void delete() {
        delete(folder);
        portions.clear();
    }

    /** Removes what a process left that was killed after the samples had their file. @param there samples in it */
    static void deleteStale(RunFolder run, long there) {
        Path folder = run.file(RunFiles.UNFINISHED_SAMPLES);
        if (files(folder).stream().allMatch(file -> first(file) + SampleFile.count(file) <= there)) {
            delete(folder);
        }
    }

    /** Removes all that is drawn so far. */
    static void delete(RunFolder run) {
        delete(run.file(RunFiles.UNFINISHED_SAMPLES));
    }

    /** From the last on, so that those left follow each other from the first. */
    private static void delete(Path folder) {
        UnfinishedFolder.delete(folder, files(folder).reversed());
    }
}
