package org.arbolt.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.evaluate.BackboneBasin;
import org.arbolt.math.Estimate;
import org.arbolt.report.Basin;
import org.arbolt.report.NumberText;
import org.arbolt.report.ObservableMean;
import org.arbolt.report.Table;
import org.arbolt.sampling.Ensemble;

/** Mean energy and populations of the backbone's basins, in an ensemble and in a reference. */
final class Observables {
    private final Ensemble ensemble;
    private final Trajectory reference; // null without
    private final List<BackboneResidue> residues;
    private final double thermal; // kT, kJ/mol
    private final List<Population> populations;

    /** Populations of a basin of one residue, ensemble and reference. */
    private record Population(String symbol, String definition, Estimate ensemble, Estimate reference) {}

    /**
     * @param reference null without
     * @param thermal kT, kJ/mol
     */
    Observables(Ensemble ensemble, Trajectory reference, List<BackboneResidue> residues, double thermal) {
        this.ensemble = ensemble;
        this.reference = reference;
        this.residues = residues;
        this.thermal = thermal;
        this.populations = populations();
    }

    /** What both have, with errors; empty without a reference. */
    List<Summary.Comparison> averages() {
        List<Summary.Comparison> all = new ArrayList<>();
        if (reference == null) {
            return all;
        }
        Estimate energy = ensemble.mean(ensemble.evaluation().energy());
        Estimate there = referenceMean(reference.energy());
        all.add(new Summary.Comparison("mean energy (kJ/mol)", energy, there));
        for (Population p : populations) {
            all.add(new Summary.Comparison("population of " + p.symbol, p.ensemble, p.reference));
        }
        return all;
    }

    private List<Population> populations() {
        List<Population> all = new ArrayList<>();
        for (BackboneResidue residue : residues) {
            BackboneBasin[] here = residue.basins(ensemble.frames());
            BackboneBasin[] there = reference == null ? null : residue.basins(reference.frames());
            for (BackboneBasin basin : BackboneBasin.values()) {
                all.add(new Population(
                        residues.size() == 1 ? basin.symbol() : residue.name() + " " + basin.symbol(),
                        basin.definition(),
                        ensemble.mean(indicator(here, basin)),
                        there == null ? Estimate.MISSING : referenceMean(indicator(there, basin))));
            }
        }
        return all;
    }

    private static double[] indicator(BackboneBasin[] basins, BackboneBasin wanted) {
        return Arrays.stream(basins).mapToDouble(b -> b == wanted ? 1 : 0).toArray();
    }

    private Estimate referenceMean(double[] values) {
        return Estimate.ofGroups(values, reference.ladder());
    }

    /** The basins of each residue, free energies from the most populated one. */
    List<Basin> basins() {
        List<Basin> basins = new ArrayList<>();
        int n = BackboneBasin.values().length;
        for (int r = 0; r < residues.size(); r++) {
            List<Population> own = populations.subList(r * n, (r + 1) * n);
            Population most = own.stream()
                    .max(Comparator.comparingDouble(p -> p.ensemble.value()))
                    .orElseThrow();
            for (Population p : own) {
                basins.add(new Basin(
                        p.symbol, p.definition, state(p.ensemble, most.ensemble), state(p.reference, most.reference)));
            }
        }
        return basins;
    }

    @SuppressWarnings("ReferenceEquality") // the most populated state itself, not one of equal numbers
    private Basin.State state(Estimate population, Estimate most) {
        if (population.isMissing()) {
            return Basin.State.MISSING;
        }
        if (population == most) {
            return new Basin.State(population, new Estimate(0, 0));
        }
        if (population.value() == 0 || most.value() == 0) { // a state that was never seen is infinitely high
            double limit = population.value() == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            return new Basin.State(
                    population, population.value() == most.value() ? Estimate.MISSING : Estimate.of(limit));
        }
        double free = -thermal * Math.log(population.value() / most.value());
        double error = thermal * Math.hypot(population.error() / population.value(), most.error() / most.value());
        return new Basin.State(population, new Estimate(free, error));
    }

    /** The mean energy, before and after reweighting and of the reference. */
    ObservableMean meanEnergy() {
        double[] finite = Arrays.stream(ensemble.evaluation().energy())
                .filter(Double::isFinite)
                .toArray();
        double mean = Arrays.stream(finite).average().orElse(Double.NaN);
        return new ObservableMean(
                "potential energy",
                "kJ/mol",
                finite.length == 0 ? Estimate.MISSING : Estimate.of(mean),
                ensemble.mean(ensemble.evaluation().energy()),
                reference == null ? Estimate.MISSING : referenceMean(reference.energy()));
    }

    /** The reference against itself: what its even ladders say and what its odd ones do, which are independent. */
    Table halves() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(halves("potential energy (kJ/mol)", reference.energy(), 1));
        for (BackboneResidue residue : residues) {
            BackboneBasin[] basins = residue.basins(reference.frames());
            for (BackboneBasin basin : BackboneBasin.values()) {
                rows.add(halves(
                        "p of " + basin.symbol() + (residues.size() == 1 ? "" : ", " + residue.name()) + " (%)",
                        indicator(basins, basin),
                        100));
            }
        }
        return new Table(
                "Independent halves of the reference",
                List.of("mean ± standard error", "even ladders", "odd ladders", "difference (σ)"),
                rows);
    }

    private List<String> halves(String name, double[] values, double factor) {
        Estimate[] means = new Estimate[2];
        for (int parity = 0; parity < 2; parity++) {
            int half = parity;
            int[] frames = IntStream.range(0, values.length)
                    .filter(f -> reference.ladder()[f] % 2 == half)
                    .toArray();
            if (frames.length == 0) {
                return List.of(name, "–", "–", "–");
            }
            means[parity] = Estimate.ofGroups(
                    Arrays.stream(frames).mapToDouble(f -> factor * values[f]).toArray(),
                    Arrays.stream(frames).map(f -> reference.ladder()[f]).toArray());
        }
        return List.of(
                name,
                NumberText.estimate(means[0]),
                NumberText.estimate(means[1]),
                NumberText.fixed(means[0].sigmasFrom(means[1]), 1));
    }
}
