package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.molecule.Frames;

/**
 * The frames of a trajectory that is under way, rounded to float32 as the finished file will hold them, and a folder
 * beside that file, from which a killed run goes on. Each save adds one file with the frames that came since the last
 * one, then replaces the state, which says how many of these files belong to it: a save costs what is new, however long
 * the run.
 */
final class TrajectoryRecorder {
    private static final String STATE = "state.npz";
    private static final String SEGMENTS = "segments"; // array of the state: how many files of frames belong to it

    private final Path folder;
    private final int atoms;
    private final List<float[]> positions = new ArrayList<>(); // [F] of [A][3], nm
    private final List<Integer> ladders = new ArrayList<>(); // [F]
    private final List<Integer> walkers = new ArrayList<>(); // [F]
    private int segments;
    private int saved; // frames that the segments hold

    /** @param file of the finished trajectory */
    TrajectoryRecorder(Path file, int atoms) {
        this.folder = file.resolveSibling(file.getFileName() + ".unfinished");
        this.atoms = atoms;
    }

    void add(int ladder, int walker, double[] xyz) {
        float[] single = new float[xyz.length];
        for (int i = 0; i < xyz.length; i++) {
            single[i] = (float) xyz[i];
        }
        positions.add(single);
        ladders.add(ladder);
        walkers.add(walker);
    }

    /** Keeps all there is. @param state of what makes the frames */
    void save(Map<String, NpyArray> state) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (saved < positions.size()) {
            Frames frames = frames(saved);
            int[] from = numbers(ladders, saved);
            Npz.write(
                    segment(segments),
                    TrajectoryArrays.of(
                            new Trajectory(frames, new double[from.length], from, numbers(walkers, saved))));
            segments++;
            saved = positions.size();
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>(state);
        arrays.put(SEGMENTS, NpyArray.of(new long[] {segments}));
        Npz.write(folder.resolve(STATE), arrays);
    }

    /**
     * Takes up the frames of the last save.
     *
     * @return the state then; null if there is none
     * @throws org.arbolt.BadInput if anything of it is damaged
     */
    SavedState restore() {
        Path file = folder.resolve(STATE);
        if (!Files.exists(file)) {
            return null;
        }
        SavedState state = SavedState.read(file, folder);
        long count = state.count(SEGMENTS);
        for (segments = 0; segments < count; segments++) {
            add(SavedState.read(folder, () -> TrajectoryArrays.read(segment(segments), atoms)));
        }
        saved = positions.size();
        return state;
    }

    private void add(Trajectory part) {
        for (int f = 0; f < part.count(); f++) {
            add(
                    part.ladder()[f],
                    part.walker()[f],
                    part.frames().slice(f, f + 1).xyz());
        }
    }

    private Path segment(int number) {
        return folder.resolve("frames-%06d.npz".formatted(number));
    }

    /** Frames so far. */
    int count() {
        return positions.size();
    }

    /** Removes what was saved; the state first, which without its frames is worse than none. */
    void delete() {
        UnfinishedFolder.delete(folder, List.of(folder.resolve(STATE)));
    }

    Frames frames() {
        return frames(0);
    }

    private Frames frames(int from) {
        Frames all = Frames.allocate(positions.size() - from, atoms);
        int at = 0;
        for (float[] frame : positions.subList(from, positions.size())) {
            for (float value : frame) {
                all.xyz()[at++] = value;
            }
        }
        return all;
    }

    /** [F] */
    int[] ladders() {
        return numbers(ladders, 0);
    }

    /** [F] */
    int[] walkers() {
        return numbers(walkers, 0);
    }

    private static int[] numbers(List<Integer> list, int from) {
        return list.subList(from, list.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
