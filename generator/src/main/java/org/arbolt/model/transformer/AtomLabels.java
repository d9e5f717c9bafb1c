package org.arbolt.model.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.molecule.Topology;

/**
 * What the atoms of a peptide are, in numbers (0 is padding).
 *
 * @param type type of each atom, from its name, [A]
 * @param residue amino acid it belongs to, [A]
 * @param place number of that residue in the sequence, from 1, [A]
 * @param length number of residues
 */
public record AtomLabels(int[] type, int[] residue, int[] place, int length) {

    /** What is told apart. */
    public enum Vocabulary {
        /**
         * Of the published transferable network: the 20 amino acids without caps and protonation; hydrogens of a
         * carbon share a type.
         */
        PUBLISHED,
        /** Every atom name of the force field's templates, caps, and protonations of their own. */
        TEMPLATES;

        /** Rows of the embedding of atom types. */
        int atomTypes() {
            return this == PUBLISHED ? 64 : 96;
        }

        /** Rows of the embedding of residue types. */
        int residueTypes() {
            return this == PUBLISHED ? 32 : 48;
        }
    }

    private static final List<String> RESIDUES = List.of(
            "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE", "PRO",
            "SER", "THR", "TRP", "TYR", "VAL");
    private static final List<String> TYPES = List.of(
            "C", "CA", "CB", "CD", "CD1", "CD2", "CE", "CE1", "CE2", "CE3", "CG", "CG1", "CG2", "CH2", "CZ", "CZ2",
            "CZ3", "H", "HA", "HB", "HD", "HD1", "HD2", "HE", "HE1", "HE2", "HE3", "HG", "HG1", "HG2", "HH", "HH1",
            "HH2", "HZ", "HZ2", "HZ3", "N", "ND1", "ND2", "NE", "NE1", "NE2", "NH1", "NH2", "NZ", "O", "OD", "OE", "OG",
            "OG1", "OH", "OXT", "SD", "SG");
    // the numbers of models: names are only ever added, at the end
    private static final List<String> TEMPLATE_RESIDUES = List.of(
            "ACE", "NME", "NHE", "ALA", "ARG", "ASN", "ASP", "CYS", "CYX", "GLN", "GLU", "GLY", "HID", "HIE", "HIP",
            "ILE", "LEU", "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL", "ASH", "CYM", "GLH", "LYN");
    private static final List<String> TEMPLATE_ATOMS = List.of(
            "C", "CA", "CB", "CD", "CD1", "CD2", "CE", "CE1", "CE2", "CE3", "CG", "CG1", "CG2", "CH2", "CH3", "CZ",
            "CZ2", "CZ3", "H", "H1", "H2", "H3", "HA", "HA2", "HA3", "HB", "HB1", "HB2", "HB3", "HD1", "HD11", "HD12",
            "HD13", "HD2", "HD21", "HD22", "HD23", "HD3", "HE", "HE1", "HE2", "HE21", "HE22", "HE3", "HG", "HG1",
            "HG11", "HG12", "HG13", "HG2", "HG21", "HG22", "HG23", "HG3", "HH", "HH11", "HH12", "HH2", "HH21", "HH22",
            "HN1", "HN2", "HZ", "HZ1", "HZ2", "HZ3", "N", "ND1", "ND2", "NE", "NE1", "NE2", "NH1", "NH2", "NZ", "O",
            "OD1", "OD2", "OE1", "OE2", "OG", "OG1", "OH", "OXT", "SD", "SG");
    private static final Set<String> AROMATIC = Set.of("HIS", "PHE", "TRP", "TYR");

    public AtomLabels {
        if (type.length != residue.length || type.length != place.length || type.length == 0) {
            throw new IllegalArgumentException("every atom has a type, a residue and its place");
        }
        type = type.clone();
        residue = residue.clone();
        place = place.clone();
        for (int at : place) {
            if (at < 0 || at > length || length > type.length) {
                throw new IllegalArgumentException("residue " + at + " of " + length + " cannot be");
            }
        }
    }

    /**
     * Labels of a peptide.
     *
     * @throws BadInput if it has a residue or an atom that the vocabulary has no number for, as caps in the published
     */
    public static AtomLabels of(Topology topology, Vocabulary vocabulary) {
        int atoms = topology.atomCount();
        int[] type = new int[atoms];
        int[] residue = new int[atoms];
        int[] place = new int[atoms];
        for (Topology.Atom atom : topology.atoms()) {
            Topology.Residue owner = topology.residues().get(atom.residue());
            int i = atom.index();
            String at = owner.name() + " " + (owner.index() + 1);
            boolean published = vocabulary == Vocabulary.PUBLISHED;
            residue[i] = published
                    ? RESIDUES.indexOf(owner.name()) + 1
                    : TEMPLATE_RESIDUES.indexOf(core(owner.template())) + 1;
            type[i] = published
                    ? TYPES.indexOf(typeName(owner.name(), atom.name())) + 1
                    : TEMPLATE_ATOMS.indexOf(atom.name()) + 1;
            requireKnown(residue[i], "residue " + at, vocabulary);
            requireKnown(type[i], "atom " + atom.name() + " of " + at, vocabulary);
            place[i] = owner.index() + 1;
        }
        return new AtomLabels(type, residue, place, topology.residues().size());
    }

    /** A template without the letter of a chain's end. */
    private static String core(String template) {
        return template.length() == 4 ? template.substring(1) : template;
    }

    /** The name that an atom's type goes by: hydrogens and carboxylate oxygens of one carbon share theirs. */
    static String typeName(String residue, String atom) {
        boolean numbered = atom.length() > 1 && "123".indexOf(atom.charAt(atom.length() - 1)) >= 0;
        boolean hydrogen = atom.startsWith("H")
                && !(AROMATIC.contains(residue) && atom.length() > 1 && "EDZH".indexOf(atom.charAt(1)) >= 0);
        boolean oxygen = atom.startsWith("OE") || atom.startsWith("OD");
        return numbered && (hydrogen || oxygen) ? atom.substring(0, atom.length() - 1) : atom;
    }

    private static void requireKnown(int number, String what, Vocabulary vocabulary) {
        if (number == 0) {
            throw new BadInput("the model of many peptides does not know " + what + "; give a peptide of "
                    + (vocabulary == Vocabulary.PUBLISHED
                            ? "the 20 amino acids without caps, e.g. AAA"
                            : "residues of the force field"));
        }
    }

    /** Number of atoms A. */
    public int atoms() {
        return type.length;
    }

    @Override
    public int[] type() {
        return type.clone();
    }

    @Override
    public int[] residue() {
        return residue.clone();
    }

    @Override
    public int[] place() {
        return place.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AtomLabels o
                && Arrays.equals(type, o.type)
                && Arrays.equals(residue, o.residue)
                && Arrays.equals(place, o.place)
                && length == o.length;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(type) + 31 * Arrays.hashCode(residue) + length;
    }
}
