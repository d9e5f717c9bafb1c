package org.arbolt.peptide;

import java.nio.file.Path;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.PeptideFromStructure;
import org.arbolt.molecule.PeptideName;
import org.arbolt.molecule.StartStructure;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.TopologyBuilder;

/**
 * Peptides, built from their names or read from files.
 *
 * <pre>{@code
 * Molecule built = Peptide.of("Ace-AAA-Nme");
 * Molecule given = Peptide.read(Path.of("1uao.pdb"));
 * }</pre>
 */
public final class Peptide {
    private Peptide() {}

    /**
     * A peptide of L-amino acids in an extended conformation without clashes: pairs of atoms more than three bonds
     * apart are at least 0.75 times the sum of their van der Waals radii away from each other. Bond lengths and angles
     * are those of the minimum of ff14SB's bonded terms. The same name gives the same coordinates.
     *
     * @param name letters of amino acids, with caps or without: {@code Ace-A-Nme}, {@code GYDPETGTWG}
     * @return the molecule, its atoms in the order of the force field's templates
     * @throws org.arbolt.BadInput if it is not the name of a peptide
     */
    public static Molecule of(String name) {
        PeptideName parsed = PeptideName.parse(name);
        Topology topology = TopologyBuilder.fromTemplates(parsed.templates());
        return new Molecule(parsed.toString(), topology, StartStructure.of(topology));
    }

    /**
     * The topology of a peptide, in the atom order of the force field's templates.
     *
     * @param name as for {@link #of}
     * @return its atoms, bonds and residues
     * @throws org.arbolt.BadInput if it is not the name of a peptide
     */
    public static Topology topology(String name) {
        return TopologyBuilder.fromTemplates(PeptideName.parse(name).templates());
    }

    /**
     * The peptide of a PDB file, in the conformation of its first model. Hydrogens that are missing are built.
     *
     * @param path a PDB file
     * @return the molecule, its atoms in the order of the force field's templates, whatever theirs in the file
     * @throws org.arbolt.BadInput if the file is damaged, or holds anything but one peptide of known residues
     */
    public static Molecule read(Path path) {
        return of(PdbFile.read(path), path);
    }

    /**
     * The peptide of a PDB file that has been read, in the conformation of its first model.
     *
     * @param contents what the file holds
     * @param path the file, for messages
     * @return the molecule
     * @throws org.arbolt.BadInput as {@link #read} does
     */
    public static Molecule of(PdbFile.Contents contents, Path path) {
        return PeptideFromStructure.of(
                contents.topology(), contents.frames().slice(0, 1).xyz(), path.toString());
    }
}
