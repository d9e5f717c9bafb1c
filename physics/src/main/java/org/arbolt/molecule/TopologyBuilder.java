package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.arbolt.molecule.Topology.Atom;
import org.arbolt.molecule.Topology.Bond;
import org.arbolt.molecule.Topology.Residue;

/** Makes topologies out of residue templates. */
public final class TopologyBuilder {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final List<Atom> atoms = new ArrayList<>();
    private final List<Bond> bonds = new ArrayList<>();
    private final List<Residue> residues = new ArrayList<>();

    private TopologyBuilder() {}

    /**
     * A disulfide bridge between two residues of template CYX (or its terminal forms).
     *
     * @param first index of a residue, from 0
     * @param second index of a later residue
     */
    public record Disulfide(int first, int second) {
        public Disulfide {
            if (first < 0 || first >= second) {
                throw new IllegalArgumentException(
                        "disulfide must join two residues in ascending order, was " + first + "-" + second);
            }
        }
    }

    /** As {@link #fromTemplates(List, List)} without disulfides. */
    public static Topology fromTemplates(List<String> templates) {
        return fromTemplates(templates, List.of());
    }

    /**
     * Residues in sequence, chains lettered from A. Neighbours are joined by a peptide bond; where one template ends
     * its chain the next must begin a new one.
     *
     * @param templates names of templates, e.g. {@code ACE, ALA, NME}
     * @param disulfides bridges between residues
     * @throws IllegalArgumentException if a template is unknown, a chain begins or ends with an open bond, or a residue
     *     of a bridge has no free sulfur
     */
    public static Topology fromTemplates(List<String> templates, List<Disulfide> disulfides) {
        return fromTemplates(templates, disulfides, " ".repeat(templates.size()));
    }

    /**
     * The same with letters of chains.
     *
     * @param letters one for each residue, of which the first of each chain counts; what is no letter or digit of
     *     ASCII, or that of a chain before, is replaced by one that is free
     */
    public static Topology fromTemplates(List<String> templates, List<Disulfide> disulfides, String letters) {
        TopologyBuilder builder = new TopologyBuilder();
        ResidueTemplate previous = null;
        String chains = ""; // letters of those that have begun
        for (int r = 0; r < templates.size(); r++) {
            ResidueTemplate template = ResidueTemplates.shared().get(templates.get(r));
            builder.requireFit(previous, template);
            if (!template.bondsBackward()) {
                chains += isFree(letters.charAt(r), chains) ? letters.charAt(r) : free(letters + chains);
            }
            builder.add(template, chains.charAt(chains.length() - 1));
            if (template.bondsBackward()) {
                builder.bond(builder.residues.size() - 2, "C", builder.residues.size() - 1, "N");
            }
            previous = template;
        }
        builder.requireFit(previous, null);
        disulfides.forEach(builder::bridge);
        return builder.topology();
    }

    private static boolean isFree(char letter, String taken) {
        return LETTERS.indexOf(letter) >= 0 && taken.indexOf(letter) < 0;
    }

    /** The first letter that is not taken; A where all are. */
    private static char free(String taken) {
        return (char)
                LETTERS.chars().filter(c -> taken.indexOf(c) < 0).findFirst().orElse(LETTERS.charAt(0));
    }

    private void requireFit(ResidueTemplate previous, ResidueTemplate next) {
        boolean open = previous != null && previous.bondsForward();
        boolean wants = next != null && next.bondsBackward();
        if (open != wants) {
            throw new IllegalArgumentException(
                    (previous == null ? "the beginning" : previous.name()) + " cannot be followed by "
                            + (next == null ? "the end" : next.name()) + " at residue " + (residues.size() + 1));
        }
    }

    private void add(ResidueTemplate template, char chain) {
        int first = atoms.size();
        Residue residue = new Residue(
                residues.size(),
                template.residue(),
                template.name(),
                first,
                template.atoms().size(),
                chain);
        for (int i = 0; i < template.atoms().size(); i++) {
            atoms.add(new Atom(
                    first + i, template.atoms().get(i), template.elements().get(i), residue.index()));
        }
        template.bonds().forEach(pair -> bonds.add(new Bond(first + pair.get(0), first + pair.get(1))));
        residues.add(residue);
    }

    private void bridge(Disulfide bridge) {
        requireFreeSulfur(bridge.first());
        requireFreeSulfur(bridge.second());
        bond(bridge.first(), "SG", bridge.second(), "SG");
    }

    private void requireFreeSulfur(int residue) {
        if (!ResidueTemplates.shared()
                .get(residues.get(residue).template())
                .external()
                .contains("SG")) {
            throw new IllegalArgumentException("residue " + (residue + 1) + " of a disulfide must be CYX, was "
                    + residues.get(residue).template());
        }
    }

    private void bond(int firstResidue, String firstName, int secondResidue, String secondName) {
        bonds.add(new Bond(find(firstResidue, firstName), find(secondResidue, secondName)));
    }

    private int find(int residue, String name) {
        Residue owner = residues.get(residue);
        return owner.firstAtom()
                + ResidueTemplates.shared().get(owner.template()).atoms().indexOf(name);
    }

    private Topology topology() {
        bonds.sort(Comparator.comparingInt(Bond::first).thenComparingInt(Bond::second));
        return new Topology(atoms, bonds, residues);
    }
}
