package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.List;

/**
 * What does not change while a molecule moves. Atoms are in the order of the force field's residue templates
 * (AmberTools library order), residues in sequence; every array of coordinates in Arbolt follows this order.
 *
 * @param atoms all atoms; {@code atoms.get(i).index() == i}
 * @param bonds covalent bonds, each once
 * @param residues residues in sequence, caps included; {@code residues.get(r).index() == r}
 */
public record Topology(List<Atom> atoms, List<Bond> bonds, List<Residue> residues) {

    /**
     * @param index position in the topology, from 0
     * @param name Amber/PDB name, e.g. {@code HA}
     * @param element chemical element
     * @param residue index of the residue it belongs to
     */
    public record Atom(int index, String name, Element element, int residue) {}

    /** A covalent bond between two atoms, {@code first < second}. */
    public record Bond(int first, int second) {
        public Bond {
            if (first < 0 || first >= second) {
                throw new IllegalArgumentException(
                        "bond must join two atoms in ascending order, was " + first + "-" + second);
            }
        }
    }

    /**
     * @param index position in the topology, from 0
     * @param name three-letter name in a PDB file, e.g. {@code ALA}
     * @param template name of the force field's template, which tells terminal forms and protonation apart, e.g.
     *     {@code NALA}
     * @param firstAtom index of its first atom
     * @param atomCount number of its atoms, contiguous
     * @param chain letter of its chain in a PDB file; no part of what the molecule is
     */
    public record Residue(int index, String name, String template, int firstAtom, int atomCount, char chain) {
        private Residue unlettered() {
            return new Residue(index, name, template, firstAtom, atomCount, ' ');
        }
    }

    public Topology {
        atoms = List.copyOf(atoms);
        bonds = List.copyOf(bonds);
        residues = List.copyOf(residues);
        for (int i = 0; i < atoms.size(); i++) {
            if (atoms.get(i).index() != i) {
                throw new IllegalArgumentException(
                        "atom " + i + " carries index " + atoms.get(i).index());
            }
        }
        for (Bond bond : bonds) {
            if (bond.second() >= atoms.size()) {
                throw new IllegalArgumentException(
                        "bond " + bond + " names an atom beyond the last, " + (atoms.size() - 1));
            }
        }
    }

    public int atomCount() {
        return atoms.size();
    }

    /** [A], the atoms bonded to each, ascending. */
    public int[][] neighbours() {
        List<List<Integer>> lists = new ArrayList<>();
        atoms.forEach(_ -> lists.add(new ArrayList<>()));
        for (Bond bond : bonds) {
            lists.get(bond.first()).add(bond.second());
            lists.get(bond.second()).add(bond.first());
        }
        return lists.stream()
                .map(list -> list.stream().sorted().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Whether another topology has the same atoms and bonds in the same order, whatever letters its chains have. */
    public boolean isOfSameMolecule(Topology other) {
        return atoms.equals(other.atoms)
                && bonds.equals(other.bonds)
                && residues.stream()
                        .map(Residue::unlettered)
                        .toList()
                        .equals(other.residues.stream().map(Residue::unlettered).toList());
    }

    /** Whether a chain begins with a residue. */
    public boolean beginsChain(Residue residue) {
        return !ResidueTemplates.shared().get(residue.template()).bondsBackward();
    }

    /** The amino acids in one-letter codes, without caps, e.g. {@code GYDPETGTWG}. */
    public String sequence() {
        StringBuilder letters = new StringBuilder();
        for (Residue residue : residues) {
            Character letter = ResidueTemplates.shared().letter(residue.name());
            if (letter != null) {
                letters.append(letter);
            }
        }
        return letters.toString();
    }

    /**
     * Index of a named atom of a residue.
     *
     * @throws IllegalArgumentException if the residue has no atom of that name
     */
    public int atom(int residue, String name) {
        Residue owner = residues.get(residue);
        for (int i = owner.firstAtom(); i < owner.firstAtom() + owner.atomCount(); i++) {
            if (atoms.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("residue " + owner.name() + " " + (residue + 1) + " has no atom " + name);
    }
}
