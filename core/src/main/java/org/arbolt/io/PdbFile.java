package org.arbolt.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_ATOMS = 99_999; // the format numbers no more

  private PdbFile() {}

  /**
   * @param topology the molecule, atoms in template order
   * @param frames one per model, nm
   */
  public record Contents(Topology topology, Frames frames) {}

  /** A residue as the file has it; lines are those of its atoms. */
  private record Residue(String name, String label, boolean firstOfChain, List<String> atoms, List<Integer> lines) {}

  /** An ATOM record. */
  private record Atom(String name, String residueName, String residueKey, double[] xyz, int line) {}

  /**
   * Reads a file.
   *
   * @throws BadInput if it is damaged, or an atom or residue is missing, unknown or too much
   */
  public static Contents read(Path path) {
    List<List<Atom>> models = models(path);
    List<Residue> residues = residues(path, models.getFirst());
    List<ResidueMatch> matches = match(residues);
    Topology topology = topology(path, residues, matches, models.getFirst());
    Frames frames = Frames.allocate(models.size(), topology.atomCount());
    int[] order = order(matches);
    for (int m = 0; m < models.size(); m++) {
      requireSameAtoms(path, m, models.getFirst(), models.get(m));
      for (int i = 0; i < order.length; i++) {
        System.arraycopy(models.get(m).get(order[i]).xyz, 0, frames.xyz(), (m * order.length + i) * 3, 3);
      }
    }
    return new Contents(topology, frames);
  }

  // ---- lines to atoms

  private static List<List<Atom>> models(Path path) {
    List<List<Atom>> models = new ArrayList<>();
    List<Atom> atoms = new ArrayList<>();
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new BadInput(path + " is larger than 1 GiB; give trajectories as DCD or NPZ");
      }
      try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
        int number = 0;
        int chain = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          if (line.startsWith("ATOM") || line.startsWith("HETATM")) {
            add(path, line, number, chain, atoms);
          } else if (line.startsWith("TER")) {
            chain++;
          } else if (line.startsWith("ENDMDL")) {
            models.add(atoms);
            atoms = new ArrayList<>();
            chain = 0;
          }
        }
      }
    } catch (IOException e) {
      throw new BadInput("cannot read " + path + ": " + AtomicFile.reason(e) + "; check the name and its permissions", e);
    }
    if (!atoms.isEmpty()) {
      models.add(atoms);
    }
    if (models.isEmpty() || models.getFirst().isEmpty()) {
      throw new BadInput(path + " has no ATOM records; give a PDB file of the molecule");
    }
    return models;
  }

  private static void add(Path path, String line, int number, int chain, List<Atom> atoms) {
    if (line.length() < 54) {
      throw new BadInput(path + " line " + number + " is cut short after " + line.length()
          + " columns, coordinates end at column 54; restore the file");
    }
    char alternative = line.charAt(16);
    if (alternative != ' ' && alternative != 'A' && alternative != '1') {
      return; // the first of several places of an atom
    }
    if (atoms.size() >= MOST_ATOMS) {
      throw new BadInput(path + " line " + number + ": more than " + MOST_ATOMS + " atoms in a model");
    }
    String name = line.substring(12, 16).strip();
    double[] xyz = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      xyz[axis] = coordinate(path, line.substring(30 + 8 * axis, 38 + 8 * axis).strip(), number, name);
    }
    String key = chain + "/" + line.charAt(21) + "/" + line.substring(22, 27).strip();
    atoms.add(new Atom(name, line.substring(17, 21).strip(), key, xyz, number));
  }

  private static double coordinate(Path path, String text, int line, String atom) {
    try {
      double value = Double.parseDouble(text) * Units.NM_PER_ANGSTROM;
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, like numbers that are not finite.
    }
    throw new BadInput(path + " line " + line + ": coordinate '" + text + "' of atom " + atom
        + " is not a finite number; restore the file");
  }

  // ---- atoms to residues

  private static List<Residue> residues(Path path, List<Atom> atoms) {
    List<Residue> residues = new ArrayList<>();
    String last = null;
    String lastChain = null;
    for (Atom atom : atoms) {
      if (!atom.residueKey.equals(last)) {
        String chain = atom.residueKey.substring(0, atom.residueKey.lastIndexOf('/'));
        String number = atom.residueKey.substring(atom.residueKey.lastIndexOf('/') + 1);
        residues.add(new Residue(atom.residueName,
            path + " line " + atom.line + ": residue " + atom.residueName + " " + number,
            !chain.equals(lastChain), new ArrayList<>(), new ArrayList<>()));
        last = atom.residueKey;
        lastChain = chain;
      }
      residues.getLast().atoms.add(atom.name);
      residues.getLast().lines.add(atom.line);
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

  private static Topology topology(Path path, List<Residue> residues, List<ResidueMatch> matches, List<Atom> atoms) {
    List<Integer> bridges = new ArrayList<>();
    List<double[]> sulfurs = new ArrayList<>();
    int first = 0;
    for (int r = 0; r < residues.size(); r++) {
      if (matches.get(r).template().name().endsWith("CYX")) {
        bridges.add(r);
        sulfurs.add(atoms.get(first + residues.get(r).atoms.indexOf("SG")).xyz);
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

  private static void requireSameAtoms(Path path, int model, List<Atom> first, List<Atom> other) {
    if (first.size() != other.size()) {
      throw new BadInput(path + ": model " + (model + 1) + " has " + other.size() + " atoms, the first has "
          + first.size() + "; all models must be of one molecule");
    }
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).name.equals(other.get(i).name)) {
        throw new BadInput(path + " line " + other.get(i).line + ": atom " + other.get(i).name + " where the first model has "
            + first.get(i).name + "; all models must list the same atoms");
      }
    }
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
