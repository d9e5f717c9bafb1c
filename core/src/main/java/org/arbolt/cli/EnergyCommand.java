package org.arbolt.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.arbolt.experiment.MolecularSystem;
import org.arbolt.forcefield.AmberForceField;
import org.arbolt.forcefield.Component;
import org.arbolt.forcefield.Energies;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.Precision;
import org.arbolt.io.NpyArray;
import org.arbolt.io.Npz;
import org.arbolt.io.PdbFile;
import org.arbolt.io.TrajectoryFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
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
          + "and with --forces 'forces' [F,A,3] (kJ/mol/nm). Coordinates are taken in nm (PDB and DCD files: in ångström)."
    },
    footer = {"", "Example:", "  arbolt energy topology.pdb frames.npz --forces --output energies.npz"})
final class EnergyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TOPOLOGY.pdb", description = "the molecule")
  private Path topologyFile;

  @Parameters(index = "1", paramLabel = "FRAMES", description = "conformations: .npz (array 'positions'), .npy, .dcd or .pdb")
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
    Topology topology = PdbFile.read(topologyFile).topology();
    Frames frames = TrajectoryFile.read(framesFile, topology);
    Potential potential = AmberForceField.load(forceField).potential(topology, MolecularSystem.parseCutoff(cutoff), precision);
    long start = System.nanoTime();
    Energies energies = potential.evaluate(frames, forces);
    double seconds = (System.nanoTime() - start) * 1e-9;
    Npz.write(output, arrays(energies, frames));
    System.out.printf(Locale.ROOT, "%d frames of %d atoms, %s, in %.2f s: %s%n",
        frames.count(), frames.atoms(), forceField, seconds, output);
    return 0;
  }

  private static Map<String, NpyArray> arrays(Energies energies, Frames frames) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("energy", NpyArray.of(energies.total(), frames.count()));
    arrays.put("components", NpyArray.of(energies.components(), frames.count(), Component.COUNT));
    if (energies.forces() != null) {
      arrays.put("forces", NpyArray.of(energies.forces(), frames.count(), frames.atoms(), 3));
    }
    return arrays;
  }
}
