package org.arbolt.io.pdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.io.AtomicFile;
import org.arbolt.molecule.Disulfides;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.FileResidue;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.ResidueMatch;
import org.arbolt.molecule.ResidueTemplate;
import org.arbolt.molecule.ResidueTemplates;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.TopologyBuilder;
import org.arbolt.molecule.TopologyBuilder.Disulfide;
import org.arbolt.units.Units;

/**
 * Protein Data Bank files (format 3.3): ATOM and HETATM records, chains ended by TER or by another chain letter, models
 * as frames; and mmCIF files, by {@link CifModels}, to read. Coordinates are in ångström in the file, nm in memory.
 * Atoms are put into the order of the force field's templates, hydrogens that are missing are built, and cysteines
 * bridged, see {@link PdbBridges}.
 */
public final class PdbFile {
    private static final int MOST_LISTED = 5; // atoms in a remark

    private PdbFile() {}

    /**
     * @param topology the molecule, atoms in template order
     * @param frames one per model, nm
     * @param order for every atom of the topology its place in the file, from 0: the order of trajectories that go with
     *     it; where hydrogens were built, its place in the topology
     * @param built number of hydrogens that the file lacks
     */
    public record Contents(Topology topology, Frames frames, int[] order, int built) {}

    /** As {@link #read(Path, Remarks)}, remarks unheard. */
    public static Contents read(Path path) {
        return read(path, Remarks.NONE);
    }

    /**
     * Reads a file.
     *
     * @param remarks where it is told what was built, left out or put in order
     * @throws BadInput if it is damaged, or an atom or residue is missing, unknown or too much
     */
    public static Contents read(Path path, Remarks remarks) {
        try (PdbFrames source = open(path, true, remarks)) {
            return new Contents(source.topology(), source.rest(path), source.order(), source.built());
        }
    }

    /**
     * Opens a file to read its models one after another. They may be any conformations, broken ones too.
     *
     * @throws BadInput as {@link #read} does, but for chains that are broken
     */
    public static PdbFrames open(Path path) {
        return open(path, Remarks.NONE);
    }

    /** The same, with a place for remarks. */
    public static PdbFrames open(Path path, Remarks remarks) {
        return open(path, false, remarks);
    }

    /** Opens a file of any molecule to read its models one after another, atoms as they stand there. */
    public static PdbFrames openAsItStands(Path path) {
        Opened opened = Opened.of(path);
        int count = opened.count();
        StructureModels models = opened.models();
        try {
            List<PdbAtom> first = first(path, models);
            return new PdbFrames(
                    path,
                    models,
                    first,
                    count,
                    null,
                    IntStream.range(0, first.size()).toArray());
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** Names of the atoms of a file of any molecule, as they stand there. @throws BadInput if it is damaged */
    public static List<String> atomNames(Path path) {
        try (StructureModels models = Opened.of(path).models()) {
            return first(path, models).stream().map(PdbAtom::name).toList();
        }
    }

    /**
     * A file that is to be read.
     *
     * @param count of its models
     * @param bonds records that tell bonds
     * @param disulfides that it tells by the names of residues
     */
    private record Opened(
            StructureModels models, int count, List<PdbModels.Record> bonds, List<PdbBridges.Told> disulfides) {
        static Opened of(Path path) {
            if (CifModels.isNamed(path)) {
                CifModels models = CifModels.open(path);
                return new Opened(models, models.count(), List.of(), models.disulfides());
            }
            PdbModels.Survey survey = PdbModels.survey(path);
            return new Opened(PdbModels.open(path), survey.models(), survey.bonds(), List.of());
        }
    }

    private static List<PdbAtom> first(Path path, StructureModels models) {
        List<PdbAtom> first = models.next();
        if (first == null || first.isEmpty()) {
            throw new BadInput(path + " has no ATOM records; give a PDB file of the molecule");
        }
        return first;
    }

    private static PdbFrames open(Path path, boolean whole, Remarks remarks) {
        Opened opened = Opened.of(path);
        StructureModels models = opened.models();
        try {
            List<PdbAtom> first = first(path, models);
            if (models.water() > 0) {
                remarks.add(path + ": left out " + counted(models.water(), "molecule") + " of water");
            }
            List<PdbResidue> residues = PdbResidues.of(path, first, remarks);
            List<Disulfide> bridges = PdbBridges.of(path, opened.bonds(), opened.disulfides(), residues, whole);
            List<ResidueMatch> matches = match(residues, bridges);
            if (whole) {
                requireWholeChains(residues, matches);
            }
            tellBuilt(path, residues, matches, remarks);
            tellChirality(path, residues, matches, remarks);
            return new PdbFrames(
                    path,
                    models,
                    first,
                    opened.count(),
                    topology(path, residues, matches, bridges),
                    source(residues, matches));
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    // ---- atoms to residues

    private static List<ResidueMatch> match(List<PdbResidue> residues, List<Disulfide> bridges) {
        List<ResidueMatch> matches = new ArrayList<>();
        for (int r = 0; r < residues.size(); r++) {
            PdbResidue residue = residues.get(r);
            int index = r;
            boolean bridged = bridges.stream().anyMatch(b -> b.first() == index || b.second() == index);
            boolean last = r + 1 == residues.size() || residues.get(r + 1).firstOfChain();
            ResidueMatch match = ResidueMatch.of(
                    new FileResidue(residue.name(), residue.label(), residue.names(), bridged),
                    residue.firstOfChain(),
                    last);
            if (match.template().core().equals("CYX") && !bridged) {
                throw new BadInput(String.format(
                        Locale.ROOT,
                        "%s is a cysteine of a disulfide, but no SSBOND or CONECT record "
                                + "bridges it and no other SG without hydrogen is within %.2f nm of its own; call "
                                + "it CYS, or give the residue that it is bound to",
                        residue.label(),
                        Disulfides.LONGEST));
            }
            matches.add(match);
        }
        return matches;
    }

    /** A peptide bond between every two residues of a chain, in the first model. */
    private static void requireWholeChains(List<PdbResidue> residues, List<ResidueMatch> matches) {
        double[] carbon = null; // C of the residue before
        for (int r = 0; r < residues.size(); r++) {
            ResidueTemplate template = matches.get(r).template();
            if (template.bondsBackward() && carbon != null) {
                double gap = Geometry.distance(carbon, xyz(residues.get(r), matches.get(r), "N"));
                if (!(gap < PdbResidues.LONGEST_PEPTIDE_BOND)) {
                    throw new BadInput(String.format(
                            Locale.ROOT,
                            "%s: its N is %.2f nm from C of the residue before, where a peptide bond has 0.13 nm; "
                                    + "give the residues that are missing between, or part the chains by TER and cap "
                                    + "or complete their ends",
                            residues.get(r).label(),
                            gap));
                }
            }
            carbon = template.bondsForward() ? xyz(residues.get(r), matches.get(r), "C") : null;
        }
    }

    private static double[] xyz(PdbResidue residue, ResidueMatch match, String atom) {
        int source = match.source()[match.template().atoms().indexOf(atom)];
        return residue.atoms().get(source).xyz();
    }

    /** Tells which atoms the file lacks: hydrogens, and the second oxygens of ends. */
    private static void tellBuilt(Path path, List<PdbResidue> residues, List<ResidueMatch> matches, Remarks remarks) {
        List<String> hydrogens = new ArrayList<>();
        List<String> oxygens = new ArrayList<>();
        for (int r = 0; r < residues.size(); r++) {
            ResidueTemplate template = matches.get(r).template();
            for (int i = 0; i < template.atoms().size(); i++) {
                if (matches.get(r).source()[i] < 0) {
                    (template.elements().get(i) == Element.H ? hydrogens : oxygens)
                            .add(template.atoms().get(i) + " of "
                                    + residues.get(r).nameAndNumber());
                }
            }
        }
        tellBuilt(path, hydrogens, "hydrogen", remarks);
        tellBuilt(path, oxygens, "oxygen", remarks);
    }

    private static void tellBuilt(Path path, List<String> atoms, String kind, Remarks remarks) {
        if (!atoms.isEmpty()) {
            int listed = atoms.size() <= MOST_LISTED + 1 ? atoms.size() : MOST_LISTED;
            String rest = listed < atoms.size() ? " and " + (atoms.size() - listed) + " more" : "";
            remarks.add(path + ": built " + counted(atoms.size(), kind) + ": "
                    + String.join(", ", atoms.subList(0, listed)) + rest);
        }
    }

    /** Tells of D-amino acids by name whose coordinates are those of L. */
    private static void tellChirality(
            Path path, List<PdbResidue> residues, List<ResidueMatch> matches, Remarks remarks) {
        for (int r = 0; r < residues.size(); r++) {
            PdbResidue residue = residues.get(r);
            if (ResidueTemplates.shared().isD(residue.name())) {
                double[] alpha = xyz(residue, matches.get(r), "CA");
                double[] n = difference(xyz(residue, matches.get(r), "N"), alpha);
                double[] c = difference(xyz(residue, matches.get(r), "C"), alpha);
                double[] beta = difference(xyz(residue, matches.get(r), "CB"), alpha);
                double volume = n[0] * (c[1] * beta[2] - c[2] * beta[1])
                        + n[1] * (c[2] * beta[0] - c[0] * beta[2])
                        + n[2] * (c[0] * beta[1] - c[1] * beta[0]);
                if (volume > 0) { // N, C and CB clockwise, seen from HA
                    remarks.add(path + ": " + residue.nameAndNumber()
                            + " is a D-amino acid by name, but L by its coordinates, which are read as they are");
                }
            }
        }
    }

    private static double[] difference(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static Topology topology(
            Path path, List<PdbResidue> residues, List<ResidueMatch> matches, List<Disulfide> bridges) {
        List<String> templates = matches.stream().map(m -> m.template().name()).toList();
        String letters = residues.stream().map(PdbResidue::letter).collect(Collectors.joining());
        try {
            return TopologyBuilder.fromTemplates(templates, bridges, letters);
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    path + ": its residues make no whole chain (" + e.getMessage()
                            + "); separate chains by TER and cap or complete their ends",
                    e);
        }
    }

    /** For every atom in template order its place in the file; -1 for a hydrogen that the file lacks. */
    private static int[] source(List<PdbResidue> residues, List<ResidueMatch> matches) {
        List<Integer> sources = new ArrayList<>();
        for (int r = 0; r < residues.size(); r++) {
            for (int source : matches.get(r).source()) {
                sources.add(source < 0 ? -1 : residues.get(r).places().get(source));
            }
        }
        return sources.stream().mapToInt(Integer::intValue).toArray();
    }

    // ---- writing

    /** Writes conformations, several as models; elements in columns 77–78. */
    public static void write(Path path, Topology topology, Frames frames) {
        write(path, topology, frames, List.of());
    }

    /** The same with remarks (ASCII) before all else. */
    public static void write(Path path, Topology topology, Frames frames, List<String> remarks) {
        if (frames.atoms() != topology.atomCount()) {
            throw new IllegalArgumentException("frames of " + frames.atoms() + " atoms for " + topology.atomCount());
        }
        List<int[]> bridges = topology.bonds().stream()
                .filter(bond -> bridges(topology, bond))
                .map(bond -> new int[] {bond.first(), bond.second()})
                .toList();
        AtomicFile.write(path, out -> {
            for (String remark : remarks) {
                out.write(("REMARK   6 " + remark + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(ssbonds(topology, bridges).getBytes(StandardCharsets.US_ASCII));
            for (int f = 0; f < frames.count(); f++) {
                StringBuilder text = new StringBuilder();
                if (frames.count() > 1) {
                    text.append(String.format(Locale.ROOT, "MODEL     %4d\n", f + 1));
                }
                for (Topology.Atom atom : topology.atoms()) {
                    Topology.Residue residue = topology.residues().get(atom.residue());
                    boolean begins =
                            atom.index() > 0 && atom.index() == residue.firstAtom() && topology.beginsChain(residue);
                    text.append(begins ? "TER\n" : "").append(line(residue, atom, frames, f));
                }
                text.append("TER\n");
                if (frames.count() > 1) {
                    text.append("ENDMDL\n");
                }
                out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
            }
            out.write((conects(bridges) + "END\n").getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static boolean bridges(Topology topology, Topology.Bond bond) {
        return topology.atoms().get(bond.first()).name().equals("SG")
                && topology.atoms().get(bond.second()).name().equals("SG");
    }

    /** @param bridges pairs of sulfurs */
    private static String ssbonds(Topology topology, List<int[]> bridges) {
        StringBuilder text = new StringBuilder();
        for (int[] pair : bridges) {
            Topology.Residue first = residueOf(topology, pair[0]);
            Topology.Residue second = residueOf(topology, pair[1]);
            text.append(String.format(
                    Locale.ROOT,
                    "SSBOND %3d CYS %c %4d    CYS %c %4d\n",
                    1 + bridges.indexOf(pair),
                    first.chain(),
                    first.index() + 1,
                    second.chain(),
                    second.index() + 1));
        }
        return text.toString();
    }

    private static Topology.Residue residueOf(Topology topology, int atom) {
        return topology.residues().get(topology.atoms().get(atom).residue());
    }

    private static String conects(List<int[]> bridges) {
        StringBuilder text = new StringBuilder();
        for (int[] pair : bridges) {
            text.append(String.format(
                    Locale.ROOT, "CONECT%5d%5d\nCONECT%5d%5d\n", pair[0] + 1, pair[1] + 1, pair[1] + 1, pair[0] + 1));
        }
        return text.toString();
    }

    private static String line(Topology.Residue residue, Topology.Atom atom, Frames frames, int frame) {
        String name = atom.name().length() < 4 ? " " + atom.name() : atom.name();
        return String.format(
                Locale.ROOT,
                "ATOM  %5d %-4s %-3s %c%4d    %8.3f%8.3f%8.3f  1.00  0.00          %2s\n",
                atom.index() + 1,
                name,
                residue.name(),
                residue.chain(),
                residue.index() + 1,
                column(frames.get(frame, atom.index(), 0)),
                column(frames.get(frame, atom.index(), 1)),
                column(frames.get(frame, atom.index(), 2)),
                atom.element());
    }

    /** A coordinate (nm) in ångström, which must fit the eight columns that the format gives it. */
    private static double column(double nm) {
        double angstrom = nm / Units.NM_PER_ANGSTROM;
        if (!(angstrom > -999.9995 && angstrom < 9999.9995)) {
            throw new BadInput(
                    "a coordinate of " + nm + " nm does not fit the columns of a PDB file; write another format");
        }
        return angstrom;
    }
}
