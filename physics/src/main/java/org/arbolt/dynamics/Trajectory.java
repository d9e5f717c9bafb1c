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

    private static final int STRETCHES = 20; // of the time of a single ladder

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

    /**
     * Frames of a half of the ladders, rising; of a single ladder the first or the second half of its time.
     *
     * @param half 0 or 1, see {@link #halfOf}
     * @return indices of frames
     */
    public int[] half(int half) {
        if (ladders() == 1 && count() > 1) {
            return inTime(2)[half];
        }
        return IntStream.range(0, count())
                .filter(f -> halfOf(ladder[f]) == half)
                .toArray();
    }

    /**
     * [F], the group of each frame: groups are taken to be independent of each other and tell errors. They are the
     * ladders; of a single one, stretches of its time.
     */
    public int[] groups() {
        if (ladders() > 1) {
            return ladder.clone();
        }
        int[] group = new int[count()];
        int[][] stretches = inTime(STRETCHES);
        for (int s = 0; s < stretches.length; s++) {
            for (int f : stretches[s]) {
                group[f] = s;
            }
        }
        return group;
    }

    /**
     * Consecutive stretches of equal length of the frames as they come; fewer where there are fewer frames.
     *
     * @return [stretch][indices of its frames]
     */
    public int[][] inTime(int stretches) {
        int n = Math.max(1, Math.min(stretches, count()));
        return IntStream.range(0, n)
                .mapToObj(i -> IntStream.range((int) ((long) i * count() / n), (int) ((long) (i + 1) * count() / n))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Frames of each ladder that has any, in the order of time: [ladder][indices of its frames]. */
    public int[][] byLadder() {
        return by(ladder);
    }

    /** The same of each of {@link #groups}. */
    public int[][] byGroup() {
        return by(groups());
    }

    private static int[][] by(int[] group) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int d = 0; d <= Arrays.stream(group).max().orElse(-1); d++) {
            lists.add(new ArrayList<>());
        }
        for (int f = 0; f < group.length; f++) {
            lists.get(group[f]).add(f);
        }
        return lists.stream()
                .filter(list -> !list.isEmpty())
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }
}
