package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.Estimate;
import org.arbolt.math.Weights;
import org.arbolt.sampling.Ensemble;

/** Mean energy and populations of the backbone's basins and of torsions' states, in an ensemble and in a reference. */
public final class Observables {
    /** Name of the mean energy, which is in kJ/mol; the other averages are populations. */
    public static final String ENERGY = "potential energy";

    private static final double TOLD = 0.01; // population, here or there, from which on an unusual state is told

    private final Ensemble ensemble;
    private final Trajectory reference; // null without
    private final List<BackboneResidue> residues;
    private final List<TorsionState> states;
    private final boolean named; // populations, after their residue
    private final double thermal; // kT, kJ/mol
    private final int[] groups; // [F] of the reference, see Trajectory
    private final List<Population> populations; // of basins
    private final List<Population> torsions; // of their states

    /** Populations of a basin or of a state of a torsion, ensemble and reference. */
    private record Population(
            String symbol, String definition, Estimate proposal, Estimate ensemble, Estimate reference) {
        ObservableMean mean() {
            return new ObservableMean("population of " + symbol, "", proposal, ensemble, reference);
        }
    }

    /**
     * @param reference null without
     * @param residues whose populations are wanted
     * @param states of torsions, likewise; of unusual ones those that a hundredth is in, here or there
     * @param named whether populations are named after their residue; needless where the molecule has only one
     * @param thermal kT, kJ/mol
     */
    public Observables(
            Ensemble ensemble,
            Trajectory reference,
            List<BackboneResidue> residues,
            List<TorsionState> states,
            boolean named,
            double thermal) {
        this.ensemble = ensemble;
        this.reference = reference;
        this.residues = residues;
        this.named = named;
        this.thermal = thermal;
        this.groups = reference == null ? new int[0] : reference.groups();
        this.states = states.stream().filter(this::isTold).toList();
        this.populations = populations();
        this.torsions = this.states.stream().map(this::population).toList();
    }

    /** Means that both have, with errors; empty without a reference. */
    public List<ObservableMean> averages() {
        List<ObservableMean> all = new ArrayList<>();
        if (reference == null) {
            return all;
        }
        all.add(meanEnergy());
        Stream.concat(populations.stream(), torsions.stream())
                .map(Population::mean)
                .forEach(all::add);
        return all;
    }

    /** The mean energy, and the populations of torsions' states, which are not among the {@link #basins}. */
    public List<ObservableMean> beyondBasins() {
        return Stream.concat(Stream.of(meanEnergy()), torsions.stream().map(Population::mean))
                .toList();
    }

    private List<Population> populations() {
        List<Population> all = new ArrayList<>();
        for (BackboneResidue residue : residues) {
            BackboneBasin[] here = residue.basins(ensemble.frames());
            BackboneBasin[] there = reference == null ? null : residue.basins(reference.frames());
            for (BackboneBasin basin : BackboneBasin.values()) {
                all.add(new Population(
                        named ? residue.name() + " " + basin.symbol() : basin.symbol(),
                        basin.definition(),
                        ensemble.drawnMean(indicator(here, basin)),
                        ensemble.mean(indicator(here, basin)),
                        there == null ? Estimate.MISSING : referenceMean(indicator(there, basin))));
            }
        }
        return all;
    }

    private boolean isTold(TorsionState state) {
        Population population = population(state);
        return state.usual() || population.ensemble.value() >= TOLD || population.reference.value() >= TOLD;
    }

    private Population population(TorsionState state) {
        double[] here = state.indicator(ensemble.frames());
        Estimate there = reference == null ? Estimate.MISSING : referenceMean(state.indicator(reference.frames()));
        Estimate mean = ensemble.mean(here);
        boolean unseen = mean.value() == 0 && there.value() > 0;
        return new Population(state.name(), "", ensemble.drawnMean(here), unseen ? unseen(there.value()) : mean, there);
    }

    /** Zero, with the error of a state that so many samples may miss by chance. @param expected its population */
    private Estimate unseen(double expected) {
        double effective = Weights.of(ensemble.independentLogWeights()).effectiveSamples();
        return new Estimate(0, Math.sqrt(expected * (1 - expected) / effective));
    }

    private static double[] indicator(BackboneBasin[] basins, BackboneBasin wanted) {
        return Arrays.stream(basins).mapToDouble(b -> b == wanted ? 1 : 0).toArray();
    }

    private Estimate referenceMean(double[] values) {
        return Estimate.ofGroups(values, groups);
    }

    /** The basins of each residue, free energies from the most populated one. */
    public List<Basin> basins() {
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
    public ObservableMean meanEnergy() {
        return new ObservableMean(
                ENERGY,
                "kJ/mol",
                ensemble.drawnMean(ensemble.evaluation().energy()),
                ensemble.mean(ensemble.evaluation().energy()),
                reference == null ? Estimate.MISSING : referenceMean(reference.energy()));
    }

    /**
     * A mean of the reference in either half of its ladders, which are independent of each other.
     *
     * @param even over even ladders; missing where there are none, as is {@code odd}
     */
    public record Halves(String name, String unit, Estimate even, Estimate odd) {}

    /** The reference against itself. */
    public List<Halves> halves() {
        List<Halves> all = new ArrayList<>();
        all.add(halves(ENERGY, "kJ/mol", reference.energy(), 1));
        for (BackboneResidue residue : residues) {
            BackboneBasin[] basins = residue.basins(reference.frames());
            for (BackboneBasin basin : BackboneBasin.values()) {
                String name = "p of " + basin.symbol() + (named ? ", " + residue.name() : "");
                all.add(halves(name, "%", indicator(basins, basin), 100));
            }
        }
        for (TorsionState state : states) {
            all.add(halves("p of " + state.name(), "%", state.indicator(reference.frames()), 100));
        }
        return all;
    }

    private Halves halves(String name, String unit, double[] values, double factor) {
        return new Halves(
                name, unit, half(values, 0).times(factor), half(values, 1).times(factor));
    }

    private Estimate half(double[] values, int half) {
        int[] frames = reference.half(half);
        return frames.length == 0
                ? Estimate.MISSING
                : Estimate.ofGroups(
                        Arrays.stream(frames).mapToDouble(f -> values[f]).toArray(),
                        Arrays.stream(frames).map(f -> groups[f]).toArray());
    }
}
