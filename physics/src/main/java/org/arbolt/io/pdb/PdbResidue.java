package org.arbolt.io.pdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A residue as a PDB file has it. Its atoms need not stand together: some programs list the hydrogens after all heavy
 * atoms.
 *
 * @param name three or four letters
 * @param key chain and number, see {@link PdbAtom#residueKey}
 * @param label what messages call it
 * @param firstOfChain whether its chain begins with it
 * @param atoms in the order of the file
 * @param places of the atoms in the file's model, from 0
 */
record PdbResidue(
        String name, String key, String label, boolean firstOfChain, List<PdbAtom> atoms, List<Integer> places) {

    private static final Set<String> THIOL_HYDROGENS = Set.of("HG", "HG1");

    PdbResidue atFirstOfChain(boolean first) {
        return new PdbResidue(name, key, label, first, atoms, places);
    }

    void add(PdbAtom atom, int place) {
        atoms.add(atom);
        places.add(place);
    }

    List<String> names() {
        return atoms.stream().map(PdbAtom::name).toList();
    }

    /** Number of the chain and its letter, parted by a slash. */
    String chain() {
        return key.substring(0, key.lastIndexOf('/'));
    }

    /** Letter of the chain; blank where there is none, or more than the one that a PDB file has room for. */
    String letter() {
        String letters = chain().substring(chain().indexOf('/') + 1);
        return letters.length() == 1 ? letters : " ";
    }

    /** Name and number, e.g. {@code ALA 2}. */
    String nameAndNumber() {
        return name + " " + key.substring(key.lastIndexOf('/') + 1);
    }

    /** An atom by the name that the file gives it; null without. */
    PdbAtom atom(String atomName) {
        return atoms.stream()
                .filter(atom -> atom.name().equals(atomName))
                .findFirst()
                .orElse(null);
    }

    /** Its SG; null without. */
    PdbAtom sulfur() {
        return atom("SG");
    }

    /** Whether its sulfur has a hydrogen. */
    boolean hasThiol() {
        return atoms.stream().anyMatch(atom -> THIOL_HYDROGENS.contains(atom.name()));
    }

    boolean hasOnlyHydrogens() {
        return atoms.stream().allMatch(PdbAtom::isHydrogen);
    }

    List<PdbAtom> heavyAtoms() {
        return new ArrayList<>(atoms.stream().filter(atom -> !atom.isHydrogen()).toList());
    }
}
