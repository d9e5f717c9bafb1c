package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.arbolt.Remarks;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.OpenMmSystem;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.pipeline.EnergyCheck;
import org.arbolt.pipeline.EnergyFile;
import org.arbolt.pipeline.MolecularSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "energy",
        mixinStandardHelpOptions = true,
        description = {
            "Energies, and forces if wanted, of conformations.",
            "",
            "Writes an NPZ file with 'energy' [F] (kJ/mol), 'components' [F,5] in the order bond, angle, torsion, nonbonded, gb, "
                    + "and with --forces 'forces' [F,A,3] (kJ/mol/nm). Coordinates are taken in nm (PDB and DCD files: in ångström), see --unit. "
                    + "Atoms of frames and forces are in the order of TOPOLOGY.pdb. Files of any length take little memory."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt energy topology.pdb frames.npz --forces --output energies.npz",
            "  arbolt energy ligand.pdb frames.dcd --system system.xml --output energies.npz"
        })
final class EnergyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TOPOLOGY.pdb", description = "the molecule")
    private Path topologyFile;

    @Parameters(
            index = "1",
            paramLabel = "FRAMES",
            description =
                    "conformations: .npz (array 'positions'), .npy, .dcd, .xtc, .pdb (models) or .tar (published shards)")
    private Path framesFile;

    @Mixin
    private FrameOptions reading;

    @Mixin
    private EnergyOptions energy;

    @Option(names = "--precision", defaultValue = "double", description = "double or float (default: ${DEFAULT-VALUE})")
    private EnergyPrecision precision;

    @Option(names = "--forces", description = "write forces too")
    private boolean forces;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "E.npz",
            description = "where the energies go")
    private Path output;

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes a seed
    private SeedOption seed;

    private final Remarks remarks = Remarks.once(ConsoleStages.INSTANCE::note);

    @Override
    public Integer call() {
        Evaluation evaluation = energy.system() == null ? byForceField() : bySystem();
        long start = System.nanoTime();
        try (FrameSource frames = evaluation.frames()) {
            new EnergyFile(evaluation.potential(), evaluation.order(), forces)
                    .write(frames, output, ConsoleProgress.of("energies", "frames"), evaluation.check());
            double seconds = (System.nanoTime() - start) * 1e-9;
            System.out.printf(
                    Locale.ROOT,
                    "%d frames of %d atoms, %s, in %.2f s: %s%n",
                    frames.count(),
                    frames.atoms(),
                    evaluation.name(),
                    seconds,
                    output);
        }
        return 0;
    }

    /**
     * What is to be evaluated.
     *
     * @param order for every atom of the potential its place in the topology file
     * @param check of the energies
     * @param name what gives the energy
     */
    private record Evaluation(Potential potential, FrameSource frames, int[] order, EnergyCheck check, String name) {}

    private Evaluation byForceField() {
        PdbFile.Contents pdb = PdbFile.read(topologyFile, remarks);
        String name = energy.forceField();
        Potential potential = ForceField.named(name)
                .potential(pdb.topology(), MolecularSystem.parseCutoff(energy.cutoff()), precision);
        return new Evaluation(
                potential,
                TrajectoryFile.open(framesFile, pdb, reading.of(remarks)),
                pdb.order(),
                EnergyCheck.of(framesFile, pdb.topology(), remarks),
                name);
    }

    /** The molecule need not be a peptide: a System says all there is to know of it. */
    private Evaluation bySystem() {
        energy.forceField(); // refuses --force-field and --cutoff beside --system
        energy.cutoff();
        OpenMmSystem system = OpenMmSystem.read(energy.system());
        List<String> atoms = PdbFile.atomNames(topologyFile);
        system.requireAtoms(atoms);
        if (system.constraints() > 0) {
            System.out.println(
                    "note: the " + system.constraints() + " constraints of " + system.file() + " have no energy");
        }
        return new Evaluation(
                system.potential(precision),
                TrajectoryFile.openAsItStands(framesFile, atoms.size(), reading.of(remarks)),
                IntStream.range(0, atoms.size()).toArray(),
                EnergyCheck.of(framesFile, atoms, remarks),
                "system " + system.file().getFileName());
    }
}
