package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.Remarks;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.OpenMmSystem;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.io.trajectory.ReadOptions;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;

/** Energies of the frames of a file, all of them or those of a part. Opened for one evaluation. */
public final class EnergyEvaluation implements AutoCloseable {
    private final EnergyInput input;
    private final Stages stages;
    private final List<String> told = new ArrayList<>();
    private final Remarks remarks;
    private final Potential potential;
    private final FrameSource frames;
    private final int[] order; // for every atom of the potential its place in the topology file
    private final EnergyCheck check;

    private EnergyEvaluation(EnergyInput input, Stages stages) {
        this.input = input;
        this.stages = stages;
        this.remarks = Remarks.once(remark -> {
            told.add(remark);
            stages.note(remark);
        });
        Path topology = input.topology();
        Path file = input.frames();
        ReadOptions options = new ReadOptions(input.unit(), input.strict(), remarks);
        if (input.system() == null) {
            PdbFile.Contents pdb = PdbFile.read(topology, remarks);
            potential = ForceField.named(input.forceField())
                    .potential(pdb.topology(), Cutoff.parse(input.cutoff()), input.precision());
            frames = TrajectoryFile.open(file, pdb, options);
            order = pdb.order();
            check = EnergyCheck.of(file, pdb.topology(), remarks);
        } else { // the molecule need not be a peptide: a System says all there is to know of it
            OpenMmSystem system = OpenMmSystem.read(input.system());
            List<String> atoms = PdbFile.atomNames(topology);
            system.requireAtoms(atoms);
            if (system.constraints() > 0) {
                stages.note("the " + system.constraints() + " constraints of " + system.file() + " have no energy");
            }
            potential = system.potential(input.precision());
            frames = TrajectoryFile.openAsItStands(file, atoms.size(), options);
            order = IntStream.range(0, atoms.size()).toArray();
            check = EnergyCheck.of(file, atoms, remarks);
        }
    }

    /** @throws org.arbolt.BadInput if one of the files cannot be used */
    public static EnergyEvaluation open(EnergyInput input, Stages stages) {
        return new EnergyEvaluation(input, stages);
    }

    /** Frames of the file. */
    public long count() {
        return frames.count();
    }

    public int atoms() {
        return frames.atoms();
    }

    /** What gives the energy, in words. */
    public String name() {
        return input.system() == null
                ? input.forceField()
                : "system " + input.system().getFileName();
    }

    /** Evaluates all frames. @param output where the energies go */
    public void all(Path output) {
        write(output, Part.whole(Part.Work.ENERGIES, Math.max(1, count())), stages.begin("energies", "frames"));
    }

    /**
     * Evaluates the frames of a part, unless that is done.
     *
     * @param folder of the part, made where there is none
     * @param command the command line, for the record
     * @return what was made, for people
     */
    public String part(Path folder, Part part, String command, long seed) {
        String file = RunFiles.part(RunFiles.ENERGIES);
        try (RunFolder run = RunFolder.open(folder, EnergyConfig.of(input, part))) {
            if (run.has(file)) {
                stages.note("energies: reusing " + run.file(file));
            } else {
                RunRecord record = RunRecord.begin(run, command, seed);
                record.stage(run, "energies", () -> {
                    write(run.file(file), part, stages.begin("energies", "frames"));
                    told.stream().filter(one -> !record.remarks().contains(one)).forEach(record.remarks()::add);
                    return part.count();
                });
            }
            return part + ": " + run.file(file);
        }
    }

    private void write(Path output, Part part, Progress progress) {
        frames.skip(part.first());
        check.startAt(part.first());
        new EnergyFile(potential, order, input.forces())
                .write(frames, Math.min(count(), part.count()), output, progress, check);
    }

    @Override
    public void close() {
        frames.close();
    }
}
