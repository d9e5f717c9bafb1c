package org.arbolt.io.pdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A residue as a PDB file has it.
 *
 * @param name three or four letters
 * @param key chain and number, see {@link PdbModels.Atom#residueKey}
 * @param label what messages call it
 * @param firstOfChain whether its chain begins with it
 * @param atoms in the order of the file
 */
record PdbResidue(String name, String key, String label, boolean firstOfChain, List<PdbModels.Atom> atoms) {

    /** The residues of a model. */
    static List<PdbResidue> of(Path path, List<PdbModels.Atom> atoms) {
        List<PdbResidue> residues = new ArrayList<>();
        String last = null;
        String lastChain = null;
        for (PdbModels.Atom atom : atoms) {
            if (!atom.residueKey().equals(last)) {
                String chain = atom.residueKey().substring(0, atom.residueKey().lastIndexOf('/'));
                String number = atom.residueKey().substring(atom.residueKey().lastIndexOf('/') + 1);
                residues.add(new PdbResidue(
                        atom.residueName(),
                        atom.residueKey(),
                        path + " line " + atom.line() + ": residue " + atom.residueName() + " " + number,
                        !chain.equals(lastChain),
                        new ArrayList<>()));
                last = atom.residueKey();
                lastChain = chain;
            }
            residues.getLast().atoms.add(atom);
        }
        return residues;
    }

    List<String> names() {
        return atoms.stream().map(PdbModels.Atom::name).toList();
    }

    /** Its SG; null without. */
    PdbModels.Atom sulfur() {
        return atoms.stream()
                .filter(atom -> atom.name().equals("SG"))
                .findFirst()
                .orElse(null);
    }

    /** Whether its sulfur has a hydrogen. */
    boolean hasThiol() {
        return atoms.stream()
                .anyMatch(atom -> atom.name().equals("HG") || atom.name().equals("HG1"));
    }
}
