package org.arbolt.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.arbolt.experiment.EnergyFile;
import org.arbolt.experiment.MolecularSystem;
import org.arbolt.forcefield.AmberForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.Precision;
import org.arbolt.io.FrameSource;
import org.arbolt.io.PdbFile;
import org.arbolt.io.TrajectoryFile;
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
          + "and with --forces 'forces' [F,A,3] (kJ/mol/nm). Coordinates are taken in nm (PDB and DCD files: in ångström). "
          + "Atoms of frames and forces are in the order of TOPOLOGY.pdb. Files of any length take little memory."
    },
    footer = {"", "Example:", "  arbolt energy topology.pdb frames.npz --forces --output energies.npz"})
final class EnergyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TOPOLOGY.pdb", description = "the molecule")
  private Path topologyFile;

  @Parameters(
      index = "1", paramLabel = "FRAMES",
      description = "conformations: .npz (array 'positions'), .npy, .dcd, .xtc, .pdb (models) or .tar (published shards)")
  private Path framesFile;

  @Option(
      names = "--force-field",
      defaultValue = "amber99sbildn-obc",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      completionCandidates = ForceFieldNames.class)
  private String forceField;

  @Option(
      names = "--cutoff",
      paramLabel = "NM|none",
      defaultValue = "none",
      description = "non-periodic cut-off in nm, or none (default: ${DEFAULT-VALUE})")
  private String cutoff;

  @Option(names = "--precision", defaultValue = "double", description = "double or float (default: ${DEFAULT-VALUE})")
  private Precision precision;

  @Option(names = "--forces", description = "write forces too")
  private boolean forces;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "E.npz", description = "where the energies go")
  private Path output;

  @Mixin private SeedOption seed;

  @Override
  public Integer call() {
    PdbFile.Contents pdb = PdbFile.read(topologyFile);
    Potential potential =
        AmberForceField.load(forceField).potential(pdb.topology(), MolecularSystem.parseCutoff(cutoff), precision);
    long start = System.nanoTime();
    try (FrameSource frames = TrajectoryFile.open(framesFile, pdb)) {
      new EnergyFile(potential, pdb.order(), forces).write(frames, output, ConsoleProgress.of("energies", "frames"));
      double seconds = (System.nanoTime() - start) * 1e-9;
      System.out.printf(Locale.ROOT, "%d frames of %d atoms, %s, in %.2f s: %s%n",
          frames.count(), frames.atoms(), forceField, seconds, output);
    }
    return 0;
  }
}
