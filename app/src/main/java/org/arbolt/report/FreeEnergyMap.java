package org.arbolt.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;

/**
 * Shares of a weighted set in the cells of a φ/ψ grid, and the free energy −kT ln p that belongs to them.
 *
 * @param share [φ bin][ψ bin], sum 1 (0 where no frame has any weight)
 */
record FreeEnergyMap(double[][] share) {

    static FreeEnergyMap of(ResidueTorsions torsions, Weights weights, Bins bins) {
        double[] phi = Angles.degrees(torsions.phi());
        double[] psi = Angles.degrees(torsions.psi());
        double[][] share = new double[bins.count()][bins.count()];
        for (int i = 0; i < phi.length; i++) {
            share[bins.index(phi[i])][bins.index(psi[i])] += weights.share()[i];
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
     * @return [φ bin][ψ bin], kJ/mol
     */
    double[][] freeEnergy(double thermalEnergy, double zero) {
        return IntStream.range(0, share.length)
                .mapToObj(i -> Arrays.stream(share[i])
                        .map(p -> p > 0 ? -thermalEnergy * Math.log(p / zero) : Double.NaN)
                        .toArray())
                .toArray(double[][]::new);
    }
}
