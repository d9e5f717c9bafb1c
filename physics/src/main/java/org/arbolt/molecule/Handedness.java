package org.arbolt.molecule;

import org.arbolt.BadInput;

/** Which amino acids a molecule is made of. */
public enum Handedness {
    /** L-amino acids, or none that has a handedness. */
    LEFT,
    /** D-amino acids alone: the mirror image of a peptide of L-amino acids. */
    RIGHT,
    /** Both. */
    MIXED;

    /** That of a molecule's conformation, against what is built of its residues' names. */
    public static Handedness of(Molecule molecule) {
        Stereocentres built = Stereocentres.of(molecule.topology(), StartStructure.of(molecule.topology()));
        if (built.agree(molecule.xyz(), 0)) {
            return LEFT;
        }
        return built.inverted(molecule.xyz(), 0) ? RIGHT : MIXED;
    }

    /** @throws BadInput for both: no model of L-amino acids knows it */
    public Handedness notMixed() {
        if (this == MIXED) {
            throw new BadInput(
                    "the model of many peptides knows L-amino acids and their mirror images, but not both in "
                            + "one peptide; train a model of its own (arbolt run --train)");
        }
        return this;
    }
}
