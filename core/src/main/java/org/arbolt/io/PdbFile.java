package org.arbolt.io;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.molecule.Disulfides;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.ResidueMatch;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.TopologyBuilder;
import org.arbolt.units.Units;

/**
 * Protein Data Bank files (format 3.3): ATOM and HETATM records, chains ended by TER or by another chain letter, models as
 * frames. Coordinates are in ångström in the file, nm in memory. Atoms are put into the order of the force field's templates.
 */
public final class PdbFile {
  private PdbFile() {}

  /**
   * @param topology the molecule, atoms in template order
   * @param frames one per model, nm
   * @param order for every atom of the topology its place in the file, from 0: the order of trajectories that go with it
   */
  public record Contents(Topology topology, Frames frames, int[] order) {}

  /** A residue as the file has it; lines are those of its atoms. */
  private record Residue(String name, String label, boolean firstOfChain, List<String> atoms, List<Integer> lines) {}

  /**
   * Reads a file.
   *
   * @throws BadInput if it is damaged, or an atom or residue is missing, unknown or too much
   */
  public static Contents read(Path path) {
    try (PdbFrames source = open(path)) {
      return new Contents(source.topology(), source.rest(path), source.order());
    }
  }

  /** Opens a file to read its models one after another. @throws BadInput as {@link #read} does */
  static PdbFrames open(Path path) {
    int count = PdbModels.count(path);
    PdbModels models = PdbModels.open(path);
    try {
      List<PdbModels.Atom> first = models.next();
      if (first == null || first.isEmpty()) {
        throw new BadInput(path + " has no ATOM records; give a PDB file of the molecule");
      }
      List<Residue> residues = residues(path, first);
      List<ResidueMatch> matches = match(residues);
      return new PdbFrames(path, models, first, count, topology(path, residues, matches, first), order(matches));
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  // ---- atoms to residues

  private static List<Residue> residues(Path path, List<PdbModels.Atom> atoms) {
    List<Residue> residues = new ArrayList<>();
    String last = null;
    String lastChain = null;
    for (PdbModels.Atom atom : atoms) {
      if (!atom.residueKey().equals(last)) {
        String chain = atom.residueKey().substring(0, atom.residueKey().lastIndexOf('/'));
        String number = atom.residueKey().substring(atom.residueKey().lastIndexOf('/') + 1);
        residues.add(new Residue(atom.residueName(),
            path + " line " + atom.line() + ": residue " + atom.residueName() + " " + number,
            !chain.equals(lastChain), new ArrayList<>(), new ArrayList<>()));
        last = atom.residueKey();
        lastChain = chain;
      }
      residues.getLast().atoms.add(atom.name());
      residues.getLast().lines.add(atom.line());
    }
    return residues;
  }

  private static List<ResidueMatch> match(List<Residue> residues) {
    boolean[] bridged = bridged(residues);
    List<ResidueMatch> matches = new ArrayList<>();
    for (int r = 0; r < residues.size(); r++) {
      Residue residue = residues.get(r);
      boolean last = r + 1 == residues.size() || residues.get(r + 1).firstOfChain;
      ResidueMatch match = ResidueMatch.of(
          new ResidueMatch.Found(residue.name, residue.label, residue.atoms, bridged[r]), residue.firstOfChain, last);
      requireHydrogens(residue, match);
      matches.add(match);
    }
    return matches;
  }

  /** A sulfur without its hydrogen belongs to a bridge. */
  private static boolean[] bridged(List<Residue> residues) {
    boolean[] bridged = new boolean[residues.size()];
    for (int r = 0; r < bridged.length; r++) {
      List<String> names = residues.get(r).atoms;
      boolean hydrogens = names.stream().anyMatch(n -> n.startsWith("H"));
      bridged[r] = names.contains("SG") && hydrogens && !names.contains("HG") && !names.contains("HG1");
    }
    return bridged;
  }

  private static void requireHydrogens(Residue residue, ResidueMatch match) {
    for (int i = 0; i < match.source().length; i++) {
      if (match.source()[i] < 0) {
        throw new BadInput(residue.label + " lacks hydrogen " + match.template().atoms().get(i) + " of "
            + match.template().name() + "; add the hydrogens before");
      }
    }
  }

  private static Topology topology(Path path, List<Residue> residues, List<ResidueMatch> matches, List<PdbModels.Atom> atoms) {
    List<Integer> bridges = new ArrayList<>();
    List<double[]> sulfurs = new ArrayList<>();
    int first = 0;
    for (int r = 0; r < residues.size(); r++) {
      if (matches.get(r).template().name().endsWith("CYX")) {
        bridges.add(r);
        sulfurs.add(atoms.get(first + residues.get(r).atoms.indexOf("SG")).xyz());
      }
      first += residues.get(r).atoms.size();
    }
    List<String> templates = matches.stream().map(m -> m.template().name()).toList();
    try {
      return TopologyBuilder.fromTemplates(templates, Disulfides.find(
          bridges.stream().mapToInt(Integer::intValue).toArray(),
          sulfurs.stream().flatMapToDouble(java.util.Arrays::stream).toArray()));
    } catch (IllegalArgumentException e) {
      throw new BadInput(path + ": its residues make no whole chain (" + e.getMessage()
          + "); separate chains by TER and cap or complete their ends", e);
    }
  }

  /** For every atom in template order its place in the file. */
  private static int[] order(List<ResidueMatch> matches) {
    List<Integer> order = new ArrayList<>();
    int first = 0;
    for (ResidueMatch match : matches) {
      for (int source : match.source()) {
        order.add(first + source);
      }
      first += match.source().length;
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  // ---- writing

  /** Writes conformations, several as models; elements in columns 77–78. */
  public static void write(Path path, Topology topology, Frames frames) {
    if (frames.atoms() != topology.atomCount()) {
      throw new IllegalArgumentException("frames of " + frames.atoms() + " atoms for " + topology.atomCount());
    }
    AtomicFile.write(path, out -> {
      for (int f = 0; f < frames.count(); f++) {
        StringBuilder text = new StringBuilder();
        if (frames.count() > 1) {
          text.append(String.format(Locale.ROOT, "MODEL     %4d\n", f + 1));
        }
        for (Topology.Atom atom : topology.atoms()) {
          text.append(line(topology, atom, frames, f));
        }
        text.append("TER\n");
        if (frames.count() > 1) {
          text.append("ENDMDL\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
      }
      out.write("END\n".getBytes(StandardCharsets.US_ASCII));
    });
  }

  private static String line(Topology topology, Topology.Atom atom, Frames frames, int frame) {
    Topology.Residue residue = topology.residues().get(atom.residue());
    String name = atom.name().length() < 4 ? " " + atom.name() : atom.name();
    return String.format(Locale.ROOT, "ATOM  %5d %-4s %-3s A%4d    %8.3f%8.3f%8.3f  1.00  0.00          %2s\n",
        atom.index() + 1, name, residue.name(), residue.index() + 1,
        frames.get(frame, atom.index(), 0) / Units.NM_PER_ANGSTROM,
        frames.get(frame, atom.index(), 1) / Units.NM_PER_ANGSTROM,
        frames.get(frame, atom.index(), 2) / Units.NM_PER_ANGSTROM,
        atom.element());
  }
}
