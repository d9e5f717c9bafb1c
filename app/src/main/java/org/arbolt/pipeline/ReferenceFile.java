package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.ImportanceWeights;

/**
 * Frames that samples are compared with, whoever made them.
 *
 * @param frames equally weighted; resampled where the file has weights
 * @param series the frames as they come in the file
 * @param timing how those follow each other; null where that is not known
 */
record ReferenceFile(Trajectory frames, Trajectory series, TicaPlane.Timing timing) {
    private static final String[] TIMING = {"cold_rungs", "spacing_ps"};

    /**
     * Reads a reference.
     *
     * @param open opens its frames
     * @param weights array of the file, or a .npy file, with their weights; logarithms where its name begins with
     *     {@code log}; null for equal weights
     * @param energies U of frames, [F], kJ/mol, where the file does not have them
     * @throws BadInput if it has no frames, or its arrays do not fit them
     */
    static ReferenceFile read(
            Path file,
            Function<Path, FrameSource> open,
            String weights,
            Function<Frames, double[]> energies,
            Seed resampling) {
        Frames frames;
        try (FrameSource source = open.apply(file)) {
            frames = source.rest(file);
        }
        if (frames.count() < 2) {
            throw new BadInput(file + " holds " + frames.count() + " frames; a reference needs two at least");
        }
        ArrayFile arrays = ArrayFile.of(file, frames.count());
        double[] energy = arrays.numbers("energy");
        boolean ladders = arrays.has("ladder");
        Trajectory series = new Trajectory(
                frames,
                energy == null ? energies.apply(frames) : energy,
                ladders ? arrays.whole("ladder") : new int[frames.count()],
                arrays.has("walker")
                        ? arrays.whole("walker")
                        : ladders ? Trajectory.unknownWalkers(frames.count()) : new int[frames.count()]);
        return new ReferenceFile(
                weights == null ? finite(file, series) : weighted(file, series, arrays.weights(weights), resampling),
                series,
                timing(arrays, ladders));
    }

    private static TicaPlane.Timing timing(ArrayFile arrays, boolean ladders) {
        if (!ladders) {
            return TicaPlane.Timing.SERIES;
        }
        return Arrays.stream(TIMING).allMatch(arrays::has)
                ? new TicaPlane.Timing((int) arrays.one("cold_rungs"), arrays.one("spacing_ps"))
                : null;
    }

    /** The frames that lie in all windows. @throws BadInput if fewer than two do */
    ReferenceFile inside(Controls controls, Remarks remarks) {
        if (controls.windows().isEmpty()) {
            return this;
        }
        int[] inside = controls.inside(frames.frames());
        if (inside.length < 2) {
            throw new BadInput(inside.length + " of " + frames.count() + " reference frames lie in the windows; widen "
                    + "them, or give a longer reference");
        }
        remarks.add("windows hold " + inside.length + " of " + frames.count() + " reference frames");
        return new ReferenceFile(frames.select(inside), series, timing);
    }

    private static Trajectory finite(Path file, Trajectory series) {
        return weighted(file, series, new double[series.count()], null);
    }

    /** In proportion to the weights, in the order of the file; frames without an energy are left out. */
    private static Trajectory weighted(Path file, Trajectory series, double[] logWeights, Seed resampling) {
        double[] kept = logWeights.clone();
        boolean whole = true;
        for (int f = 0; f < kept.length; f++) {
            if (!Double.isFinite(series.energy()[f])) {
                kept[f] = Double.NEGATIVE_INFINITY;
                whole = false;
            }
        }
        if (resampling == null && whole) {
            return series;
        }
        ImportanceWeights weights = ImportanceWeights.ofRaw(kept, ImportanceWeights.Treatment.NONE);
        if (weights.averaging().areZero()) {
            throw new BadInput(file + ": no frame of the reference has an energy and a weight; nothing can be compared "
                    + "with it, give another reference");
        }
        int[] chosen = resampling == null
                ? IntStream.range(0, kept.length).filter(f -> kept[f] == 0).toArray()
                : weights.resample(series.count(), resampling.stream("reference weights", 0));
        return series.select(chosen);
    }
}
