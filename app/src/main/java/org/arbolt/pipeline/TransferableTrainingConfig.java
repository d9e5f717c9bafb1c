package org.arbolt.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.molecule.PeptideName;

/**
 * What identifies the training of one model for many peptides.
 *
 * @param peptides names of those it is trained on
 * @param heldOut names of those it never sees, on which it is tried
 * @param forceField name of the force field
 * @param cutoff in nm, or {@code none}
 * @param temperatureKelvin temperature, K
 * @param seed the seed all random numbers come from
 * @param training how; its data are the dynamics of each peptide
 * @param samples number of samples drawn of each held-out peptide
 */
public record TransferableTrainingConfig(
        List<String> peptides,
        List<String> heldOut,
        String forceField,
        String cutoff,
        double temperatureKelvin,
        long seed,
        TrainingPlan training,
        int samples) {
    public TransferableTrainingConfig {
        peptides = peptides.stream()
                .map(name -> PeptideName.parse(name).toString())
                .toList();
        heldOut =
                heldOut.stream().map(name -> PeptideName.parse(name).toString()).toList();
        SettingBounds.between(2, 1_000_000, peptides.size(), "number of peptides to train on");
        RunConfig.SamplingPlan.requireSamples(samples);
        Set<String> seen = new HashSet<>();
        for (List<String> names : List.of(peptides, heldOut)) {
            for (String name : names) {
                if (!seen.add(name)) {
                    throw new BadInput(
                            "peptide " + name + " is named twice; name each once, to train on or to hold out");
                }
            }
        }
    }

    /** The same in so many steps. */
    TransferableTrainingConfig withSteps(long steps) {
        return new TransferableTrainingConfig(
                peptides, heldOut, forceField, cutoff, temperatureKelvin, seed, training.withSteps(steps), samples);
    }

    /** The same on frames that are given. */
    TransferableTrainingConfig on(GivenFrames frames) {
        List<String> all = Stream.concat(peptides.stream(), heldOut.stream()).toList();
        TrainingPlan known = training.on(frames.identity(all));
        return new TransferableTrainingConfig(
                peptides, heldOut, forceField, cutoff, temperatureKelvin, seed, known, samples);
    }

    MolecularSystem system(String peptide) {
        return new MolecularSystem(peptide, forceField, cutoff, temperatureKelvin);
    }
}
