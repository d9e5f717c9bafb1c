package org.arbolt.evaluate;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How converged a trajectory is. Errors are standard errors over independent ladders; drifts are second half less first
 * half; autocorrelation times are those of the mean over a ladder's cold rungs.
 *
 * @param frames in all
 * @param ladders independent ladders
 * @param coldRungs rungs of a ladder that give frames
 * @param lengthPs simulated time of every rung, without equilibration, ps
 * @param exchanges how replicas moved between temperatures
 * @param energy of the frames, kJ/mol
 * @param residues each residue with φ and ψ
 * @param torsionStates populations of the thirds of χ₁ of each side chain that has it, and of cis peptide bonds
 * @param converged whether nothing speaks against it
 * @param reasons what speaks against it
 */
public record ConvergenceReport(
        int frames,
        int ladders,
        int coldRungs,
        double lengthPs,
        Exchanges exchanges,
        Average energy,
        List<Residue> residues,
        @JsonAlias("rotamers") List<Average> torsionStates,
        boolean converged,
        List<String> reasons) {
    private static final int FEWEST_LADDERS = 8; // below, error bars from their scatter mean little
    private static final double LARGEST_DRIFT = 4; // standard errors; false alarms 1 in 1000 with 16 ladders
    private static final double SMALLEST_P = 0.01; // shared by the residues
    private static final double FEWEST_FRAMES = 100; // that the frames must be worth, for every basin of weight
    private static final double WEIGHT = 0.01; // population of such a basin
    private static final double FEWEST_TRIPS = 2; // per ladder

    public ConvergenceReport {
        torsionStates = torsionStates == null ? List.of() : torsionStates; // reports up to 2026-11 have none
    }

    /**
     * @param pairs neighbouring temperatures
     * @param turnAcceptance share of accepted turns about bonds of the backbone, of φ, ψ and ω, at the
     *     coldest temperature
     * @param roundTrips from the coldest temperature to the hottest and back, all replicas together
     */
    public record Exchanges(List<Pair> pairs, double turnAcceptance, long roundTrips) {}

    /** Share of accepted exchanges between two temperatures, K. */
    public record Pair(double lowKelvin, double highKelvin, double acceptance) {}

    /**
     * A mean over all frames.
     *
     * @param autocorrelationPs integrated autocorrelation time 1 + 2 Σ ρ, times the spacing of frames, ps
     * @param worth independent frames that would give the same error
     */
    public record Average(
            String name,
            double value,
            double error,
            double drift,
            double driftError,
            double autocorrelationPs,
            double worth) {

        boolean drifts() {
            return Math.abs(drift) > LARGEST_DRIFT * driftError;
        }
    }

    /**
     * @param difference total variation distance between the φ/ψ histograms of the halves
     * @param floor what it would be without drift
     * @param pValue chance of such a difference without drift
     * @param basins populations
     */
    public record Residue(String name, double difference, double floor, double pValue, List<Average> basins) {}

    public static ConvergenceReport of(
            int frames,
            int ladders,
            int coldRungs,
            double lengthPs,
            Exchanges exchanges,
            Average energy,
            List<Residue> residues,
            List<Average> torsionStates) {
        List<String> reasons = new ArrayList<>();
        if (ladders < FEWEST_LADDERS) {
            reasons.add("only " + ladders + " independent ladders: errors are not to be trusted");
        }
        if (!exchanges.pairs.isEmpty() && exchanges.roundTrips < FEWEST_TRIPS * ladders) {
            reasons.add("only " + exchanges.roundTrips + " round trips of " + ladders + " ladders");
        }
        if (energy.drifts()) {
            reasons.add(text("energy drifts by %.2f ± %.2f kJ/mol", energy.drift, energy.driftError));
        }
        residues.forEach(residue -> judge(residue, residues.size(), reasons));
        torsionStates.forEach(state -> judge(state, state.name, reasons));
        return new ConvergenceReport(
                frames,
                ladders,
                coldRungs,
                lengthPs,
                exchanges,
                energy,
                residues,
                torsionStates,
                reasons.isEmpty(),
                List.copyOf(reasons));
    }

    private static void judge(Residue residue, int residues, List<String> reasons) {
        if (residue.pValue < SMALLEST_P / residues) {
            reasons.add(text(
                    "φ/ψ of %s differ between the halves by %.3f, without drift %.3f (p = %.4f)",
                    residue.name, residue.difference, residue.floor, residue.pValue));
        }
        residue.basins.forEach(basin -> judge(basin, basin.name + " of " + residue.name, reasons));
    }

    private static void judge(Average population, String name, List<String> reasons) {
        if (population.drifts()) {
            reasons.add(text("%s drifts by %.4f ± %.4f", name, population.drift, population.driftError));
        }
        if (population.value > WEIGHT && population.worth < FEWEST_FRAMES) {
            reasons.add(text("%s: frames are worth %.0f independent ones", name, population.worth));
        }
    }

    /** Independent frames that these are worth: the least of what energy, basins and torsions of any weight say. */
    public double leastWorth() {
        Stream<Average> populations =
                Stream.concat(residues.stream().flatMap(residue -> residue.basins.stream()), torsionStates.stream());
        return Stream.concat(
                        Stream.of(energy),
                        populations.filter(basin -> basin.value > WEIGHT && basin.value < 1 - WEIGHT))
                .mapToDouble(Average::worth)
                .min()
                .orElseThrow();
    }

    /** The report for people. */
    public String text() {
        StringBuilder out = new StringBuilder(
                text("%d frames, %d ladders of %d cold rungs, %.0f ps each%n", frames, ladders, coldRungs, lengthPs));
        if (!exchanges.pairs.isEmpty()) {
            out.append(exchangesText());
        }
        if (!Double.isNaN(exchanges.turnAcceptance)) {
            out.append(text("turns about bonds of the backbone accepted: %.1f %%%n", 100 * exchanges.turnAcceptance));
        }
        out.append(text("%n%-24s %20s %20s %12s %9s%n", "", "mean", "drift, 2nd − 1st half", "autocorr.", "worth"));
        out.append(line("energy (kJ/mol)", "%.2f", energy));
        for (Residue residue : residues) {
            out.append(text(
                    "%s: φ/ψ of the halves differ by %.3f, without drift %.3f, p = %.3f%n",
                    residue.name, residue.difference, residue.floor, residue.pValue));
            residue.basins.forEach(basin -> out.append(line("  " + basin.name, "%.4f", basin)));
        }
        torsionStates.forEach(state -> out.append(line(state.name, "%.4f", state)));
        out.append(text(
                "%n%s%n", converged ? "Nothing speaks against convergence." : "NOT CONVERGED, or not shown to be:"));
        reasons.forEach(reason -> out.append("  ").append(reason).append(System.lineSeparator()));
        return out.toString();
    }

    private String exchangesText() {
        StringBuilder out = new StringBuilder(text("%.0f K", exchanges.pairs.getFirst().lowKelvin));
        exchanges.pairs.forEach(pair -> out.append(text(" –%.0f %%– %.0f K", 100 * pair.acceptance, pair.highKelvin)));
        return out.append(text(
                        ", %d round trips (%.1f per ladder)%n",
                        exchanges.roundTrips, exchanges.roundTrips / (double) ladders))
                .toString();
    }

    private static String line(String name, String format, Average a) {
        String mean = text(format, a.value) + error(format, a.error);
        String drift = text(format, a.drift) + error(format, a.driftError);
        return text("%-24s %20s %20s %9.2f ps %9.0f%n", name, mean, drift, a.autocorrelationPs, a.worth);
    }

    /** Of a single ladder it is not known. */
    private static String error(String format, double error) {
        return Double.isNaN(error) ? "" : " ± " + text(format, error);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
