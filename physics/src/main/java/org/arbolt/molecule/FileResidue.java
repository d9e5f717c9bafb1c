package org.arbolt.molecule;

import java.util.List;

/**
 * A residue as a file has it.
 *
 * @param name three or four letters, e.g. {@code ALA}, {@code HSD}
 * @param label what messages call it, e.g. {@code "x.pdb: residue ALA 12 of chain A"}
 * @param atoms names of its atoms, blanks removed
 * @param bridged whether its sulfur is part of a disulfide
 */
public record FileResidue(String name, String label, List<String> atoms, boolean bridged) {
    public FileResidue {
        atoms = List.copyOf(atoms);
    }
}
