package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Frames of a trajectory that are a lag apart in the life of one molecule.
 *
 * @param first [P] indices of frames
 * @param second [P] of each of them the frame that is the lag later
 */
public record FramePairs(int[] first, int[] second) {
    public FramePairs {
        if (first.length != second.length) {
            throw new IllegalArgumentException("pairs need as many first frames as second ones");
        }
    }

    /**
     * All pairs of a trajectory. A series may have gaps: replicas are away while they are hot.
     *
     * @param series [F] which molecule's a frame is; one below 0 belongs to none
     * @param moment [F] when it was, in frames; a series has one frame at a moment
     * @param lag in frames
     */
    public static FramePairs of(int[] series, int[] moment, int lag) {
        Map<Long, Integer> at = new HashMap<>();
        for (int f = 0; f < series.length; f++) {
            if (series[f] >= 0) {
                at.put(key(series[f], moment[f]), f);
            }
        }
        int[] second = new int[series.length];
        for (int f = 0; f < series.length; f++) {
            second[f] = series[f] < 0 ? -1 : at.getOrDefault(key(series[f], moment[f] + lag), -1);
        }
        int[] first =
                IntStream.range(0, series.length).filter(f -> second[f] >= 0).toArray();
        return new FramePairs(first, Arrays.stream(first).map(f -> second[f]).toArray());
    }

    private static long key(int series, int moment) {
        return (long) series << 32 | moment;
    }

    public int count() {
        return first.length;
    }
}
