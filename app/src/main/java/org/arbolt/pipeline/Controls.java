package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.math.Estimate;
import org.arbolt.math.Weights;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Restraint;
import org.arbolt.molecule.Window;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ControlledTarget;
import org.arbolt.sampling.Target;

/**
 * What a user asks of a molecule's conformations, understood.
 *
 * @param start where dynamics begins, and what RMSD and selections by distance are measured from
 * @param held null for none
 * @param windows that variables are kept in
 * @param restraints biases
 * @param conditionals how a model's conditionals are changed; null where they are not
 */
record Controls(
        Molecule start,
        HeldAtoms held,
        List<Window> windows,
        List<Restraint> restraints,
        DistributionPlan conditionals) {

    /**
     * @param plan null for nothing
     * @throws BadInput if it does not fit the molecule
     */
    static Controls of(ControlPlan plan, DistributionPlan conditionals, Molecule molecule, RunFolder folder) {
        if (plan == null) {
            return new Controls(molecule, null, List.of(), List.of(), conditionals);
        }
        Molecule start = plan.like() == null ? molecule : like(plan, molecule, folder);
        HeldAtoms held = plan.fix() == null
                ? null
                : new HeldAtoms(AtomSelection.of(plan.fix(), molecule.topology(), start.xyz()), start.xyz());
        List<Window> windows = all(plan.restrict())
                .map(text -> Window.of(text, molecule.topology(), start.xyz()))
                .toList();
        Window.requirePossible(windows, held);
        return new Controls(
                start,
                held,
                windows,
                all(plan.restrain())
                        .map(text -> Restraint.of(text, molecule.topology(), start.xyz()))
                        .toList(),
                conditionals);
    }

    private static Stream<String> all(List<String> texts) {
        return texts == null ? Stream.empty() : texts.stream();
    }

    private static Molecule like(ControlPlan plan, Molecule molecule, RunFolder folder) {
        Path file = plan.like().kept(folder, RunFiles.LIKE);
        Molecule like = Peptide.of(PdbFile.read(file), Path.of(plan.like().path()));
        if (!like.topology().isOfSameMolecule(molecule.topology())) {
            throw new BadInput(plan.like().path() + " is a structure of " + like.name() + ", not of " + molecule.name()
                    + "; give one of the same molecule");
        }
        return like;
    }

    boolean isEmpty() {
        return held == null && windows.isEmpty() && restraints.isEmpty() && !truncates();
    }

    /** Atoms that are where they are in every conformation; empty for none. */
    BitSet atRest() {
        return held == null ? new BitSet() : held.set();
    }

    /** Whether some bins of the model are never drawn. */
    boolean truncates() {
        return conditionals != null && conditionals.truncates();
    }

    /** How a model is sampled so. */
    SamplingDistribution distribution(RunConfig.SamplingPlan plan) {
        if (plan.reflect() && (held != null || !windows.isEmpty())) {
            throw new BadInput("--reflect mirrors molecules, which neither held atoms nor windows allow; leave it out");
        }
        SamplingDistribution.Kept all = new SamplingDistribution.Kept(plan.temperature(), 0, 1);
        return new SamplingDistribution(
                conditionals == null ? all : conditionals.ofSoft(plan.temperature()),
                conditionals == null ? all : conditionals.ofStiff(plan.temperature()),
                windows,
                held,
                Control.NONE);
    }

    /** Whether it is sampled from its own distribution, sample by sample. */
    boolean asTrained(RunConfig.SamplingPlan plan) {
        return !plan.reflect() && plan.smc() == null && distribution(plan).equals(SamplingDistribution.TRAINED);
    }

    /** σ of the centroid density, nm, where it is known before anything is drawn: there is none with atoms at rest. */
    OptionalDouble statedCentroidDeviation(TrainedModel model) {
        return held == null ? model.statedCentroidDeviation() : OptionalDouble.of(BoltzmannTarget.AT_REST);
    }

    /** Restraints and windows, as factors of whole conformations. */
    Control ofWholes() {
        return Control.product(Stream.concat(
                        windows.stream().map(Control::within),
                        restraints.stream().map(Control::bias))
                .toArray(Control[]::new));
    }

    /** What becomes of a target's answer. */
    Target.Evaluation apply(Target target, Frames frames, Target.Evaluation said) {
        return new ControlledTarget(target, ofWholes()).controlled(frames, said);
    }

    /** Σ V/kT of all restraints, [F]; null without any. */
    double[] bias(Frames frames) {
        if (restraints.isEmpty()) {
            return null;
        }
        double[] bias = new double[frames.count()];
        IntStream.range(0, bias.length)
                .parallel()
                .forEach(f -> bias[f] = restraints.stream()
                        .mapToDouble(restraint -> restraint.reducedBias(frames.xyz(), 3 * f * frames.atoms()))
                        .sum());
        return bias;
    }

    /** Which frames lie in all windows. */
    int[] inside(Frames frames) {
        return IntStream.range(0, frames.count())
                .filter(f -> windows.stream().allMatch(window -> window.contains(frames, f)))
                .toArray();
    }

    /**
     * Free energy of restraints, −log(Z_biased / Z_unbiased), kT.
     *
     * @param logWeights raw, of the biased ensemble
     * @param bias [F]
     * @param groups as of an {@link org.arbolt.sampling.Ensemble}; null where samples are independent
     */
    static Estimate freeEnergy(double[] logWeights, double[] bias, int[] groups) {
        Weights weights = Weights.of(unbiased(logWeights, bias));
        if (weights.areZero()) {
            return Estimate.MISSING;
        }
        double[] factor = Arrays.stream(bias).map(v -> Math.exp(-v)).toArray();
        Estimate ratio = Estimate.weightedGroups(factor, weights.share(), groups);
        return new Estimate(-Math.log(ratio.value()), ratio.error() / ratio.value());
    }

    /** Log-weights of the ensemble without restraints. */
    static double[] unbiased(double[] logWeights, double[] bias) {
        double[] unbiased = new double[bias.length];
        Arrays.setAll(
                unbiased, f -> logWeights[f] == Double.NEGATIVE_INFINITY ? logWeights[f] : logWeights[f] + bias[f]);
        return unbiased;
    }
}
