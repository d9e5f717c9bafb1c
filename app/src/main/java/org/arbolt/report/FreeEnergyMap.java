package org.arbolt.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;

/**
 * Shares of a weighted set in the cells of a grid, and the free energy −kT ln p that belongs to them.
 *
 * @param share [x bin][y bin], sum 1 (0 where no frame has any weight)
 */
record FreeEnergyMap(double[][] share) {

    static FreeEnergyMap of(ResidueTorsions torsions, Weights weights, Bins bins) {
        return of(Angles.degrees(torsions.phi()), Angles.degrees(torsions.psi()), weights, bins, bins);
    }

    /** Of points; those outside the bins are in no cell. */
    static FreeEnergyMap of(double[] x, double[] y, Weights weights, Bins xBins, Bins yBins) {
        double[][] share = new double[xBins.count()][yBins.count()];
        for (int i = 0; i < x.length; i++) {
            int column = xBins.index(x[i]);
            int row = yBins.index(y[i]);
            if (column >= 0 && row >= 0) {
                share[column][row] += weights.share()[i];
            }
        }
        return new FreeEnergyMap(share);
    }

    /** Largest share of a cell. */
    double peak() {
        return Arrays.stream(share).flatMapToDouble(Arrays::stream).max().orElse(0);
    }

    /**
     * −kT ln(p / p0) of every cell; NaN where p = 0.
     *
     * @param thermalEnergy kT, kJ/mol
     * @param zero the share p0 whose free energy is 0
     * @return [x bin][y bin], kJ/mol
     */
    double[][] freeEnergy(double thermalEnergy, double zero) {
        return IntStream.range(0, share.length)
                .mapToObj(i -> Arrays.stream(share[i])
                        .map(p -> p > 0 ? -thermalEnergy * Math.log(p / zero) : Double.NaN)
                        .toArray())
                .toArray(double[][]::new);
    }
}
