package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;

/**
 * Frames of equilibrium dynamics: those of one ladder in the order of time, those of one moment of it in the order of
 * its cold rungs.
 *
 * @param frames [F][A][3], nm
 * @param energy [F], kJ/mol, of exactly these coordinates
 * @param ladder [F], which independent ladder each frame is from
 * @param walker [F], which replica of its ladder each frame is of; {@link #UNKNOWN} where that is not known
 */
public record Trajectory(Frames frames, double[] energy, int[] ladder, int[] walker) {
    public static final int UNKNOWN = -1;

    public Trajectory {
        if (energy.length != frames.count() || ladder.length != frames.count() || walker.length != frames.count()) {
            throw new IllegalArgumentException("a trajectory needs one energy, one ladder and one walker per frame");
        }
    }

    /** Frames that are of no ladder and in no order. */
    public static Trajectory unordered(Frames frames, double[] energy) {
        return new Trajectory(frames, energy, new int[frames.count()], unknownWalkers(frames.count()));
    }

    /** [count], each {@link #UNKNOWN}. */
    public static int[] unknownWalkers(int count) {
        int[] walkers = new int[count];
        Arrays.fill(walkers, UNKNOWN);
        return walkers;
    }

    public int count() {
        return energy.length;
    }

    /** Frames {@code from} … {@code to − 1}. */
    public Trajectory part(int from, int to) {
        return new Trajectory(
                frames.slice(from, to),
                Arrays.copyOfRange(energy, from, to),
                Arrays.copyOfRange(ladder, from, to),
                Arrays.copyOfRange(walker, from, to));
    }

    /** Some of the frames, in the order given. */
    public Trajectory select(int[] chosen) {
        return new Trajectory(
                frames.select(chosen),
                Arrays.stream(chosen).mapToDouble(f -> energy[f]).toArray(),
                Arrays.stream(chosen).map(f -> ladder[f]).toArray(),
                Arrays.stream(chosen).map(f -> walker[f]).toArray());
    }

    /** Number of ladders: one more than the largest number of one. */
    public int ladders() {
        return Arrays.stream(ladder).max().orElse(-1) + 1;
    }

    /**
     * Which half of the ladders a ladder is in: 0 for even ones, 1 for odd ones. The halves are independent of each
     * other, and so tell noise floors and errors.
     */
    public static int halfOf(int ladder) {
        return ladder % 2;
    }

    /** Frames of a half of the ladders, rising. @param half 0 or 1, see {@link #halfOf} */
    public int[] half(int half) {
        return IntStream.range(0, count())
                .filter(f -> halfOf(ladder[f]) == half)
                .toArray();
    }

    /** Frames of each ladder that has any, in the order of time. */
    public int[][] byLadder() {
        List<List<Integer>> lists = new ArrayList<>();
        for (int d = 0; d < ladders(); d++) {
            lists.add(new ArrayList<>());
        }
        for (int f = 0; f < ladder.length; f++) {
            lists.get(ladder[f]).add(f);
        }
        return lists.stream()
                .filter(list -> !list.isEmpty())
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }
}
