package org.arbolt.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.arbolt.Remarks;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.io.trajectory.ReadOptions;
import org.arbolt.pipeline.EnergyEvaluation;
import org.arbolt.pipeline.EnergyInput;
import org.arbolt.run.Part;
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
            "Writes an NPZ file with 'energy' [F] (kJ/mol), 'components' [F,5] in the order bond, angle, torsion, "
                    + "nonbonded, gb, and with --forces 'forces' [F,A,3] (kJ/mol/nm). Coordinates are taken in nm "
                    + "(PDB and DCD files: in ångström), see --unit. Atoms of frames and forces are in the order of "
                    + "TOPOLOGY.pdb. Files of any length take little memory."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt energy topology.pdb frames.npz --forces --output energies.npz",
            "  arbolt energy ligand.pdb frames.dcd --system system.xml --output energies.npz"
        })
final class EnergyCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TOPOLOGY.pdb", description = "the molecule")
    private Path topologyFile;

    @Parameters(
            index = "1",
            paramLabel = "FRAMES",
            description = "conformations: .npz (array 'positions'), .npy, .dcd, .xtc, .pdb (models) or .tar (published "
                    + "shards)")
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
            description = "where the energies go; with --part a folder")
    private Path output;

    @Mixin
    private PartOption part;

    @Override
    public Integer call() {
        ReadOptions options = reading.of(Remarks.NONE);
        EnergyInput input = new EnergyInput(
                topologyFile,
                framesFile,
                options.unit(),
                options.strict(),
                energy.forceField(), // refuses --force-field and --cutoff beside --system
                energy.cutoff(),
                energy.system(),
                precision,
                forces);
        long start = System.nanoTime();
        try (EnergyEvaluation evaluation = EnergyEvaluation.open(input, ConsoleStages.INSTANCE)) {
            Part one = part.of(Part.Work.ENERGIES, evaluation.count());
            if (part.elsewhere()) {
                System.out.println(part.run(output, typed()));
                return 0;
            }
            if (one != null) {
                System.out.println(evaluation.part(output, one, typed(), seed()));
                return 0;
            }
            evaluation.all(output);
            double seconds = (System.nanoTime() - start) * 1e-9;
            System.out.printf(
                    Locale.ROOT,
                    "%d frames of %d atoms, %s, in %.2f s: %s%n",
                    evaluation.count(),
                    evaluation.atoms(),
                    evaluation.name(),
                    seconds,
                    output);
        }
        return 0;
    }
}
