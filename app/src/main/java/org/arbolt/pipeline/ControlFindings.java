package org.arbolt.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Weights;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.Restraint;
import org.arbolt.molecule.Window;
import org.arbolt.report.NumberText;
import org.arbolt.report.PopulationCurve;
import org.arbolt.report.Table;
import org.arbolt.report.Verdict;
import org.arbolt.sampling.AnnealedSampling;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.Target;

/**
 * What became of what was asked of an ensemble.
 *
 * @param freeEnergy of all restraints together, −log(Z_biased / Z_unbiased), kT; missing without
 * @param unbiasedEffective raw effective samples of the ensemble without restraints; NaN without
 * @param outside samples that lie outside of windows
 * @param sentences what the verdict adds
 * @param truncated whether some bins of the model are never drawn
 * @param rows of the report's table: what was asked, and what came of it
 * @param population what became of samples step by step; null where they are independent
 */
record ControlFindings(
        Estimate freeEnergy,
        double unbiasedEffective,
        int outside,
        List<String> sentences,
        boolean truncated,
        List<List<String>> rows,
        PopulationCurve population) {

    /**
     * @param smc what sequential Monte Carlo did; null without
     * @param annealing what annealing did; null without
     */
    static ControlFindings of(Controls controls, Ensemble ensemble, SmcRecord smc, AnnealRecord annealing) {
        List<String> sentences = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        int outside = ensemble.exclusions().getOrDefault(Target.Exclusion.OUTSIDE_WINDOW, 0);
        if (controls.held() != null) {
            AtomSelection held = controls.held().selection();
            rows.add(List.of(
                    "atoms at rest: " + held.text(), String.valueOf(held.atoms().size())));
        }
        if (!controls.windows().isEmpty()) {
            rows.add(List.of(
                    "samples of weight zero outside of: "
                            + controls.windows().stream().map(Window::text).collect(Collectors.joining("; ")),
                    NumberText.count(outside)));
        }
        double[] bias = controls.bias(ensemble.frames());
        Estimate freeEnergy = Estimate.MISSING;
        double effective = Double.NaN;
        if (bias != null) {
            double[] raw = ensemble.weights().rawLogWeights();
            freeEnergy = Controls.freeEnergy(raw, bias, ensemble.groups());
            effective = Weights.of(LogSumExp.ofGroups(Controls.unbiased(raw, bias), ensemble.groups()))
                    .effectiveSamples();
            String cost = "The restraints cost " + NumberText.estimate(freeEnergy) + " kT of free energy; without them "
                    + "the samples are worth " + NumberText.count(Math.round(effective)) + " independent ones, raw.";
            sentences.add(cost);
            rows.add(List.of(
                    "free energy (kT) of: "
                            + controls.restraints().stream()
                                    .map(Restraint::text)
                                    .collect(Collectors.joining("; ")),
                    NumberText.estimate(freeEnergy)));
            rows.add(List.of("effective samples without restraints, raw", NumberText.count(Math.round(effective))));
        }
        if (controls.truncates()) {
            sentences.add("Bins of low probability are never drawn (top-k, top-p): averages are those of what is kept, "
                    + "and log Z is a lower bound.");
            SamplingDistribution.Kept soft = controls.conditionals().ofSoft(1);
            SamplingDistribution.Kept stiff = controls.conditionals().ofStiff(1);
            if (soft.equals(stiff)) {
                rows.add(List.of("bins kept of each coordinate", kept(soft)));
            } else {
                rows.add(List.of("bins kept of each soft torsion", kept(soft)));
                rows.add(List.of("bins kept of each other coordinate", kept(stiff)));
            }
        }
        if (smc != null) {
            addSequential(smc, sentences, rows);
        }
        if (annealing != null) {
            addAnnealing(annealing, sentences, rows);
        }
        return new ControlFindings(
                freeEnergy,
                effective,
                outside,
                List.copyOf(sentences),
                controls.truncates(),
                List.copyOf(rows),
                annealing != null ? annealing.curve() : smc != null ? smc.curve() : null);
    }

    private static String kept(SamplingDistribution.Kept kept) {
        List<String> limits = new ArrayList<>();
        if (kept.topK() > 0) {
            limits.add("at most " + NumberText.count(kept.topK()));
        }
        if (kept.topP() < 1) {
            limits.add(NumberText.percent(kept.topP(), 3) + " of the probability");
        }
        return limits.isEmpty() ? "all" : String.join(", ", limits);
    }

    private static void addSequential(SmcRecord smc, List<String> sentences, List<List<String>> rows) {
        int populations = smc.logPartition().length;
        double last = smc.ancestors()[smc.ancestors().length - 1];
        rows.add(List.of("populations of " + smc.particles() + " particles", NumberText.count(populations)));
        rows.add(List.of("log Z from the scatter of populations", NumberText.estimate(smc.logZ())));
        for (int k = 0; k < smc.checkpoints().length; k++) {
            rows.add(List.of(
                    "after step " + smc.checkpoints()[k]
                            + ": effective particles (raw), share of populations resampled, ancestors left",
                    NumberText.fixed(smc.effective()[k], 1) + ", " + NumberText.percent(smc.resampled()[k], 2) + ", "
                            + NumberText.fixed(smc.ancestors()[k], 1)));
        }
        sentences.add("Sequential Monte Carlo in " + NumberText.count(populations) + " populations of "
                + smc.particles() + ": log Z = " + NumberText.estimate(smc.logZ()) + " from their scatter; of "
                + smc.particles() + " first particles " + NumberText.fixed(last, 1)
                + " have offspring on average. Effective samples count all "
                + "descendants of one as one.");
    }

    private static void addAnnealing(AnnealRecord annealing, List<String> sentences, List<List<String>> rows) {
        AnnealedSampling.Step last = annealing.steps().getLast();
        rows.add(List.of(
                "moves (" + annealing.move() + ")",
                NumberText.count(annealing.steps().size())));
        rows.add(List.of("accepted, last move", NumberText.percent(last.acceptance(), 3)));
        rows.add(List.of("leapfrog step, last move", NumberText.fixed(1000 * last.stepPs(), 2) + " fs"));
        rows.add(List.of("samples of the beginning with offspring", NumberText.count(annealing.lineages())));
        rows.add(List.of(
                "effective samples, offspring of one counted as one",
                NumberText.fixed(annealing.lineageEffective(), 1)));
        sentences.add("Annealed by " + NumberText.count(annealing.steps().size()) + " moves: the samples descend from "
                + NumberText.count(annealing.lineages())
                + " of the beginning. Effective samples count all offspring of one as one, errors of averages "
                + "take it for independent of others, and k̂ is that of the weights before.");
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** A verdict with what is to be said of the control. */
    Verdict added(Verdict verdict) {
        if (sentences.isEmpty()) {
            return verdict;
        }
        List<String> reasons = new ArrayList<>(verdict.reasons());
        reasons.addAll(sentences);
        boolean doubt = truncated && verdict.level() == Verdict.Level.TRUST;
        return new Verdict(doubt ? Verdict.Level.CAUTION : verdict.level(), reasons);
    }

    Table table() {
        return new Table("Control: what was asked of the ensemble", List.of("asked", "found"), rows);
    }
}
