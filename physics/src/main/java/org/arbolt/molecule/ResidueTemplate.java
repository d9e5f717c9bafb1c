package org.arbolt.molecule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A residue in one of its chemical forms, as the force fields list it.
 *
 * @param name name of the force field's template, e.g. {@code NALA}
 * @param residue three-letter name in a PDB file, e.g. {@code ALA}
 * @param core the template of the same protonation inside a chain, e.g. {@code ALA}; a cap is its own core
 * @param form where in a chain it stands
 * @param atoms atom names in the order of the force field's template
 * @param elements element of each atom
 * @param bonds bonds inside the residue, pairs of positions in {@code atoms}
 * @param external atoms that bond to other residues
 * @param places where each atom stands, in an order in which they can be placed one after the other
 * @param torsions for every bond of the residue that may turn, named by the atom it ends on: torsions to try in
 *     building, degrees, the preferred one first. The leading atom, whose torsion it is, continues the chain (so that
 *     {@code N}, {@code CA}, {@code C} hold ω, φ, ψ) or is the first heavy atom placed by the bond.
 * @param aliases other names of the same atoms in PDB files, alias to name in {@code atoms}
 */
public record ResidueTemplate(
        String name,
        String residue,
        String core,
        Form form,
        List<String> atoms,
        List<Element> elements,
        List<List<Integer>> bonds,
        Set<String> external,
        List<ZMatrixRow> places,
        Map<String, List<Double>> torsions,
        Map<String, String> aliases) {

    /** Place of a residue in its chain. */
    public enum Form {
        /** Acetyl or N-methylamide. */
        CAP,
        /** Bonded on both sides. */
        INNER,
        /** First of a chain, with NH3+ (NH2+ for proline). */
        N_TERMINAL,
        /** Last of a chain, with COO-. */
        C_TERMINAL
    }

    public ResidueTemplate {
        atoms = List.copyOf(atoms);
        elements = List.copyOf(elements);
        bonds = List.copyOf(bonds);
        external = Set.copyOf(external);
        places = List.copyOf(places);
        torsions = Collections.unmodifiableMap(new LinkedHashMap<>(torsions));
        aliases = Map.copyOf(aliases);
        if (elements.size() != atoms.size()) {
            throw new IllegalArgumentException(
                    name + " has " + atoms.size() + " atoms but " + elements.size() + " elements");
        }
    }

    /**
     * The name this template gives to an atom that a file calls {@code fileName}, which may be the same name.
     *
     * @return null if the template has no such atom
     */
    public String canonicalName(String fileName) {
        return atoms.contains(fileName) ? fileName : aliases.get(fileName);
    }

    /** Whether the chain can continue after this residue. */
    public boolean bondsForward() {
        return form != Form.C_TERMINAL && external.contains("C");
    }

    /** Whether the chain can precede this residue. */
    public boolean bondsBackward() {
        return form != Form.N_TERMINAL && external.contains("N");
    }
}
