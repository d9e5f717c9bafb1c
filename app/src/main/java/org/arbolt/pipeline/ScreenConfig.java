package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.molecule.PeptideName;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import org.arbolt.run.Part;

/**
 * What identifies a screen: many peptides, each sampled from a model as {@code arbolt sample} does it, or from one that
 * is trained for it as {@code arbolt run --minutes} does it.
 *
 * @param peptides names, each once
 * @param forceField name of the force field
 * @param cutoff in nm, or {@code none}
 * @param temperatureKelvin temperature, K
 * @param seed the seed all random numbers come from
 * @param samples of each peptide
 * @param model of many peptides, for those that have none of their own; null where every peptide has
 *     one, or has one trained
 * @param own models of single peptides, by name
 * @param sampling how they are sampled
 * @param minutes for each peptide that has no model of its own, to train one unless that of many knows it well; null
 *     where none is trained
 * @param part which of the peptides; null for all
 */
public record ScreenConfig(
        List<String> peptides,
        String forceField,
        String cutoff,
        double temperatureKelvin,
        long seed,
        int samples,
        RunConfig.ModelSource model,
        Map<String, RunConfig.ModelSource> own,
        RunConfig.SamplingPlan sampling,
        Double minutes,
        Part part)
        implements Divisible {
    private static final int MOST_PEPTIDES = 1_000_000;

    public ScreenConfig {
        peptides = List.copyOf(peptides);
        own = new TreeMap<>(own);
        SettingBounds.between(1, MOST_PEPTIDES, peptides.size(), "number of peptides");
        RunConfig.SamplingPlan.requireSamples(samples);
        if (minutes != null) {
            RunConfig.requireMinutes(minutes);
        }
        Set<String> seen = new HashSet<>();
        for (String name : peptides) {
            if (!seen.add(name)) {
                throw new BadInput("peptide " + name + " is named twice; name each once");
            }
        }
    }

    /**
     * A screen of all peptides.
     *
     * @param names as users write them
     * @param system force field, cut-off and temperature of all of them, of some peptide
     * @param model for all of them; null for those that ship, of the peptide itself before the one of many
     * @param minutes for each peptide without a model of its own; null to train none
     * @param home folder that Arbolt is installed in
     */
    public static ScreenConfig of(
            List<String> names,
            MolecularSystem system,
            long seed,
            int samples,
            Path model,
            Path home,
            RunConfig.SamplingPlan sampling,
            Double minutes) {
        if (system.system() != null || system.structure() != null) {
            throw new BadInput(
                    "a screen is of peptides by name in a force field; leave out files of molecules and" + " Systems");
        }
        List<String> peptides =
                names.stream().map(name -> PeptideName.parse(name).toString()).toList();
        Map<String, RunConfig.ModelSource> own = new TreeMap<>();
        if (model == null) {
            for (String name : peptides) {
                Path shipped = Presets.shippedModel(home, name, !sampling.asTrained());
                if (shipped != null) {
                    own.put(name, Presets.file(shipped));
                }
            }
        }
        boolean all = own.size() == peptides.size();
        return new ScreenConfig(
                peptides,
                system.forceField(),
                system.cutoff(),
                system.temperatureKelvin(),
                seed,
                samples,
                all
                        ? null
                        : ofMany(
                                model != null ? model : Presets.transferableModel(home, !sampling.asTrained()),
                                home,
                                minutes != null),
                own,
                sampling,
                minutes,
                null);
    }

    /** @param dispensable where models are trained for those that have none */
    private static RunConfig.ModelSource ofMany(Path file, Path home, boolean dispensable) {
        if (file == null && !dispensable) {
            throw new BadInput("no model of many peptides ships in " + home.toAbsolutePath()
                    + "; name one, as arbolt train makes it of a list of peptides");
        }
        return file == null ? null : Presets.file(file);
    }

    @Override
    public ScreenConfig withPart(Part one) {
        return new ScreenConfig(
                peptides, forceField, cutoff, temperatureKelvin, seed, samples, model, own, sampling, minutes, one);
    }

    /** The peptides of the part. */
    List<String> mine() {
        return part == null ? peptides : peptides.subList((int) part.first(), (int) (part.first() + part.count()));
    }

    /** Whether a model may be trained for a peptide. */
    boolean adapts(String peptide) {
        return minutes != null && !own.containsKey(peptide);
    }

    /** The run of a peptide, the one that {@code arbolt sample} or {@code arbolt run --minutes} makes of it. */
    RunConfig run(String peptide) {
        MolecularSystem system = new MolecularSystem(peptide, forceField, cutoff, temperatureKelvin);
        if (adapts(peptide)) {
            TrainingPlan plan =
                    Presets.within(minutes, sampling.asTrained() ? CoordinateKind.TORSIONS : CoordinateKind.INTERNAL);
            return RunConfig.within(minutes, system, seed, new RunConfig.ModelSource(null, null, plan), sampling);
        }
        return new RunConfig(system, seed, null, own.getOrDefault(peptide, model), sampling);
    }
}
