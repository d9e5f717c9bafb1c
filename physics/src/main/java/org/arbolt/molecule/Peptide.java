package org.arbolt.molecule;

/** Peptides from their names. */
public final class Peptide {
    private Peptide() {}

    /**
     * A peptide of L-amino acids in an extended conformation without clashes: pairs of atoms more than three bonds
     * apart are at least 0.75 times the sum of their van der Waals radii away from each other. Bond lengths and angles
     * are those of the minimum of ff14SB's bonded terms. The same name gives the same coordinates.
     *
     * @param name e.g. {@code Ace-A-Nme}, {@code GYDPETGTWG}
     * @throws org.arbolt.BadInput if it is not the name of a peptide
     */
    public static Molecule build(String name) {
        PeptideName parsed = PeptideName.parse(name);
        Topology topology = TopologyBuilder.fromTemplates(parsed.templates());
        return new Molecule(parsed.toString(), topology, StartStructure.of(topology));
    }

    /**
     * The topology of a peptide, in the atom order of the force field's templates.
     *
     * @param name e.g. {@code Ace-A-Nme}, {@code GYDPETGTWG}
     * @throws org.arbolt.BadInput if it is not the name of a peptide
     */
    public static Topology topology(String name) {
        return TopologyBuilder.fromTemplates(PeptideName.parse(name).templates());
    }
}
