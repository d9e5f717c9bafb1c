package org.arbolt.evaluate;

import java.util.Arrays;

/**
 * Means over frames of independent trajectories: frames of a group may be correlated, groups are independent.
 *
 * @param value the mean
 * @param error its standard error, from the scatter of the groups' means; NaN for a single group
 */
public record GroupedMean(double value, double error) {

    /**
     * @param values [F]
     * @param group [F], which independent trajectory each frame is from, 0 or greater
     */
    public static GroupedMean of(double[] values, int[] group) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        double[] sum = new double[groups];
        int[] count = new int[groups];
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            sum[group[i]] += values[i];
            count[group[i]]++;
            total += values[i];
        }
        double mean = total / values.length;
        int used = 0;
        double scatter = 0; // of a ratio estimator: groups may be of different size
        for (int g = 0; g < groups; g++) {
            if (count[g] > 0) {
                used++;
                double part = sum[g] - mean * count[g];
                scatter += part * part;
            }
        }
        double error = used < 2 ? Double.NaN : Math.sqrt(scatter * used / (used - 1.0)) / values.length;
        return new GroupedMean(mean, error);
    }
}
