package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.arbolt.Remarks;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.forcefield.Potential;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Target;

/**
 * What every stage of a run works with: the folder, the molecule, its potential, the seed, and the record of what it
 * cost.
 */
final class RunContext implements AutoCloseable {
    private final RunFolder folder;
    private final MolecularSystem system;
    private final PreparedMolecule simulated;
    private final Seed seed;
    private final Part part; // null for a whole run
    private final Controls controls;
    private final RunRecord record;
    private final Stages stages;
    private final Remarks remarks; // on files that are read
    private final LongAdder evaluations = new LongAdder(); // of the stage that is being done
    private LongConsumer spent = _ -> {}; // likewise

    private RunContext(RunFolder folder, MoleculeConfig config, RunRecord record, Stages stages) {
        this.folder = folder;
        this.system = config.system();
        this.seed = new Seed(config.seed());
        this.part = config.part();
        this.record = record;
        this.stages = stages;
        this.remarks = record.remarks(stages);
        this.simulated = system.open(folder, remarks);
        this.controls = Controls.of(config.control(), config.conditionals(), simulated.molecule(), folder);
    }

    /**
     * Opens the folder of a run and writes its topology.
     *
     * @param path the folder, made where there is none
     * @param config what identifies the run
     * @param command the command line, for the record
     */
    static RunContext open(Path path, MoleculeConfig config, String command, Stages stages) {
        RunFolder folder = RunFolder.open(path, config);
        try {
            RunRecord record = RunRecord.begin(folder, command, config.seed());
            RunContext bench = new RunContext(folder, config, record, stages);
            bench.writeTopology();
            return bench;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Takes files that a run began with from a folder that has them: the originals may lie on another machine, or no
     * longer.
     *
     * @param output folder of the run, made where there is none
     */
    static void takeSources(Path from, Path output, MoleculeConfig config) {
        try (RunFolder folder = RunFolder.open(output, config)) {
            for (String name : new String[] {RunFiles.STRUCTURE, RunFiles.SYSTEM, RunFiles.LIKE}) {
                Path kept = from.resolve(name);
                if (Files.isRegularFile(kept) && !folder.has(name)) {
                    AtomicFile.write(folder.file(name), out -> Files.copy(kept, out));
                }
            }
        }
    }

    private void writeTopology() {
        Path file = folder.file(RunFiles.TOPOLOGY);
        if (!folder.has(RunFiles.TOPOLOGY)) {
            PdbFile.write(
                    file,
                    molecule().topology(),
                    new Frames(molecule().topology().atomCount(), molecule().xyz()));
        }
    }

    /**
     * Does a stage unless its file is there already, and notes what it cost.
     *
     * @param name of the stage, in {@code run.json}
     * @param file whose presence says that the stage is done
     * @param work does it and returns the energies it evaluated, less those of {@link #energies}
     */
    void stage(String name, String file, LongSupplier work) {
        if (folder.has(file)) {
            stages.note(name + ": reusing " + folder.file(file));
            return;
        }
        always(name, work);
    }

    /** Does a stage and notes what it cost. */
    void always(String name, LongSupplier work) {
        LongConsumer outer = spent;
        try {
            record.stage(folder, name, told -> {
                spent = told;
                return work.getAsLong() + evaluations.sumThenReset();
            });
        } finally {
            spent = outer;
        }
    }

    /**
     * Notes what the stage that is being done has cost so far, now that it has saved what it has.
     *
     * @param energies that it has evaluated, less those of {@link #energies}
     */
    void saved(long energies) {
        spent.accept(energies + evaluations.sum());
    }

    /** Forgets what was found of a model on trial. @param samples whether they go, too; what they cost stays */
    void forgetTrial(boolean samples) {
        if (samples) {
            SamplePortions.delete(folder);
            RunFolder.delete(folder.file(RunFiles.SAMPLES_FOR_VIEWERS));
            RunFolder.delete(folder.file(RunFiles.SAMPLES));
            record.rename(folder, WorthStage.SAMPLING, WorthStage.TRIAL);
        }
        record.forgetRemarks(folder);
    }

    Trajectory trajectory(String file) {
        return TrajectoryArrays.read(folder.file(file), molecule().topology().atomCount());
    }

    /** U of frames of a file, [F], kJ/mol, as a stage of its own. @param name of the stage */
    double[] energies(String name, Frames frames) {
        double[][] energy = new double[1][];
        always(name, () -> {
            energy[0] = energies(frames);
            return 0;
        });
        return energy[0];
    }

    /** Frames of the molecule, to learn from. */
    PeptideData learned(Trajectory trajectory) {
        return new PeptideData(system.peptide(), simulated, trajectory, system.temperatureKelvin());
    }

    RunFolder folder() {
        return folder;
    }

    MolecularSystem system() {
        return system;
    }

    /** The molecule and its energies. */
    PreparedMolecule simulated() {
        return simulated;
    }

    Molecule molecule() {
        return simulated.molecule();
    }

    /** What is asked of conformations. */
    Controls controls() {
        return controls;
    }

    /** @throws org.arbolt.BadInput if a variable whose profile is wanted is none of this molecule */
    void requireVariables(EvaluationPlan plan) {
        NamedVariable.all(plan.variables(), molecule().topology(), controls.start());
    }

    /** Energies in double precision. */
    Potential exact() {
        return simulated.exact();
    }

    /** U of frames, [F], kJ/mol, in double precision; counted into the cost of the stage. Thread safe. */
    double[] energies(Frames frames) {
        evaluations.add(frames.count());
        return exact().energies(frames);
    }

    /** What a target says of frames, counted into the cost of the stage. Thread safe. */
    Target.Evaluation counted(Target target, Frames frames) {
        evaluations.add(frames.count());
        return target.evaluate(frames);
    }

    /** Counts energies that were evaluated elsewhere into the cost of the stage. */
    void evaluated(long energies) {
        evaluations.add(energies);
    }

    /** Energies that {@link #energies} and {@link #counted} have evaluated in the stage that is being done. */
    long evaluations() {
        return evaluations.sum();
    }

    /** Samples of a model as it was trained, to be closed. */
    ConformationSampler sampler(TrainedModel model) {
        return model.sampler(exact(), simulated.fast(), system().temperatureKelvin());
    }

    /** The chirality of the molecule's stereocentres. */
    Stereocentres chirality() {
        return Stereocentres.of(molecule().topology(), molecule().xyz());
    }

    /** What samples are weighed by. @param centroidDeviation of the model's centroids, nm */
    BoltzmannTarget target(double centroidDeviation) {
        return new BoltzmannTarget(exact(), system().temperatureKelvin(), centroidDeviation, chirality());
    }

    /**
     * What the controlled target says of samples whose energies are known.
     *
     * @param centroidDeviation of the model's centroids, nm
     * @param energy [F], kJ/mol
     */
    Target.Evaluation evaluate(double centroidDeviation, Frames frames, double[] energy) {
        BoltzmannTarget target = target(centroidDeviation);
        return controls.apply(target, frames, target.evaluate(frames, energy));
    }

    Seed seed() {
        return seed;
    }

    /** Which part of a run this is; null for a whole one. */
    Part part() {
        return part;
    }

    RunRecord record() {
        return record;
    }

    Stages stages() {
        return stages;
    }

    /** What files had to have built, left out or repaired goes here: to the user and into the record. */
    Remarks remarks() {
        return remarks;
    }

    @Override
    public void close() {
        try (folder) {
            record.keepRemarks(folder);
        }
    }
}
