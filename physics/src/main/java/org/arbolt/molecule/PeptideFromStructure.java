package org.arbolt.molecule;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.molecule.Topology.Residue;

/**
 * A peptide with given coordinates, and what to call it: by the name it would be built from where it has one, so that
 * whatever is known of {@code Ace-A-Nme} is known of it too; residues that a name cannot say stand in brackets, e.g.
 * {@code GA[D-ALA]G} or {@code A[HIP]A}.
 */
public final class PeptideFromStructure {
    /** No two atoms farther apart than this are bonded, nm; the longest bond of a peptide, S-S, has 0.204 nm. */
    private static final double LONGEST_BOND = 0.25;

    /** No two heavy atoms closer than this are part of a structure, nm; the shortest bond, C=O, has 0.123 nm. */
    private static final double CLOSEST = 0.08;

    /** The same of pairs with a hydrogen; bonds of hydrogen have 0.096 nm and more. */
    private static final double CLOSEST_HYDROGEN = 0.02;

    private PeptideFromStructure() {}

    /**
     * @param xyz [A][3] flattened, nm
     * @param where the file, for messages
     * @throws BadInput if bonded atoms are too far apart, atoms lie on each other, a stereocentre is flat, or there is
     *     more than one molecule: without bonds between them, how they stand to each other has no normalised density in
     *     open space
     */
    public static Molecule of(Topology topology, double[] xyz, String where) {
        requireOneMolecule(topology, where);
        requireBonds(topology, xyz, where);
        requireApart(topology, xyz, where);
        return new Molecule(name(topology, xyz), topology, xyz);
    }

    private static void requireOneMolecule(Topology topology, String where) {
        int[] part = new int[topology.atomCount()]; // an atom bonded to it, directly or not
        Arrays.setAll(part, i -> i);
        for (Topology.Bond bond : topology.bonds()) {
            part[root(part, bond.second())] = root(part, bond.first());
        }
        for (int i = 0; i < part.length; i++) {
            if (root(part, i) != root(part, 0)) {
                throw new BadInput("%s: no bonds lead from %s to %s; give one peptide, or chains that disulfides join"
                        .formatted(where, label(topology, 0), label(topology, i)));
            }
        }
    }

    private static int root(int[] part, int atom) {
        int root = atom;
        while (part[root] != root) {
            root = part[root];
        }
        return root;
    }

    private static void requireBonds(Topology topology, double[] xyz, String where) {
        for (Topology.Bond bond : topology.bonds()) {
            double length = Geometry.distance(xyz, 3 * bond.first(), 3 * bond.second());
            if (!(length < LONGEST_BOND)) {
                throw new BadInput(
                        "%s: %s and %s are bonded but %.2f nm apart; give a structure in angstrom without broken bonds"
                                .formatted(
                                        where, label(topology, bond.first()), label(topology, bond.second()), length));
            }
        }
    }

    private static void requireApart(Topology topology, double[] xyz, String where) {
        for (int i = 0; i < topology.atomCount(); i++) {
            for (int j = 0; j < i; j++) {
                double least = isHydrogen(topology, i) || isHydrogen(topology, j) ? CLOSEST_HYDROGEN : CLOSEST;
                if (!(Geometry.distance(xyz, 3 * i, 3 * j) > least)) {
                    throw new BadInput(
                            "%s: %s and %s are %.3f nm apart; give a structure whose atoms do not lie on each other"
                                    .formatted(
                                            where,
                                            label(topology, j),
                                            label(topology, i),
                                            Geometry.distance(xyz, 3 * i, 3 * j)));
                }
            }
        }
    }

    private static boolean isHydrogen(Topology topology, int atom) {
        return topology.atoms().get(atom).element() == Element.H;
    }

    private static String label(Topology topology, int atom) {
        Topology.Atom a = topology.atoms().get(atom);
        return "atom " + a.name() + " of residue "
                + topology.residues().get(a.residue()).name() + " " + (a.residue() + 1);
    }

    private static String name(Topology topology, double[] xyz) {
        Map<Integer, String> chirality = otherChirality(topology, xyz);
        StringBuilder name = new StringBuilder();
        for (Residue residue : topology.residues()) {
            ResidueTemplate template = ResidueTemplates.shared().get(residue.template());
            boolean begins = residue.index() == 0 || !template.bondsBackward();
            name.append(begins && residue.index() > 0 ? "." : "");
            name.append(code(template, chirality.getOrDefault(residue.index(), ""), name));
        }
        return name.toString();
    }

    private static String code(ResidueTemplate template, String chirality, CharSequence before) {
        return switch (template.core()) {
            case "ACE" -> "Ace-";
            case "NME" -> "-Nme";
            case "NHE" -> "-NH2";
            default ->
                chirality.isEmpty()
                        ? PeptideName.code(template.core(), before)
                        : "[" + chirality + template.core() + "]";
        };
    }

    /** For residues with another chirality than an L-amino acid's, D- or, where a side chain has it, allo-. */
    private static Map<Integer, String> otherChirality(Topology topology, double[] xyz) {
        Stereocentres natural = Stereocentres.of(topology, ChainGeometry.preferred(topology));
        Stereocentres.of(topology, xyz); // refuses flat centres
        Set<Integer> turned = new HashSet<>();
        for (int s = 0; s < natural.count(); s++) {
            if (!natural.agrees(s, xyz, 0)) {
                turned.add(natural.atom(s));
            }
        }
        Map<Integer, String> found = new HashMap<>();
        for (int s = 0; s < natural.count(); s++) {
            Topology.Atom atom = topology.atoms().get(natural.atom(s));
            boolean alpha = atom.name().equals("CA");
            boolean side =
                    !alpha && turned.contains(atom.index()) != turned.contains(topology.atom(atom.residue(), "CA"));
            found.merge(
                    atom.residue(),
                    alpha && turned.contains(atom.index()) ? "D-" : side ? "allo-" : "",
                    String::concat);
        }
        return found;
    }
}
