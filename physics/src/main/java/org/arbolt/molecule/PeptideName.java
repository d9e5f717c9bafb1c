package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;

/**
 * The name of a peptide: its sequence in one-letter codes, with or without caps. {@code AAA} has charged ends, NH3+ and
 * COO-; {@code Ace-AAA-Nme} is capped on both sides, {@code Ace-AAA}, {@code AAA-Nme} and {@code AAA-NH2} on one.
 * Histidine is HIE, cysteine is reduced. Amber's names of other protonations stand in brackets, behind the letter that
 * they change or alone: {@code Ace-GD[ASH]G-Nme} and {@code Ace-G[ASH]G-Nme} are one peptide.
 *
 * @param residues names of the core templates in sequence, caps left out, e.g. {@code ALA}, {@code ASH}; 1 to 30
 * @param acetylated whether it begins with ACE
 * @param end what its last residue ends in
 */
public record PeptideName(List<String> residues, boolean acetylated, End end) {
    /** The longest sequence that has a name. */
    public static final int LONGEST = 30;

    private static final String START = "ace-";

    /** What a chain ends in. */
    public enum End {
        /** COO-. */
        FREE("", null),
        /** N-methylamide. */
        METHYLAMIDE("-Nme", "NME"),
        /** Amide, as many peptides of the PDB have. */
        AMIDE("-NH2", "NHE");

        private final String suffix;
        private final String template; // null for none

        End(String suffix, String template) {
            this.suffix = suffix;
            this.template = template;
        }

        private static End of(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(end -> end != FREE && lower.endsWith(end.suffix.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(FREE);
        }
    }

    /**
     * @throws BadInput if the sequence is empty or too long, is one residue without any cap, or has a protonation at a
     *     free end for which Amber has no parameters
     */
    public PeptideName {
        residues = List.copyOf(residues);
        String name = name(residues, acetylated, end);
        if (residues.isEmpty()) {
            throw new BadInput("peptide name \"" + name + "\" has no residues; " + accepted());
        }
        if (residues.size() > LONGEST) {
            throw new BadInput("peptide name \"" + name + "\" has " + residues.size() + " residues; " + accepted());
        }
        if (residues.size() == 1 && !acetylated && end == End.FREE) {
            throw new BadInput(
                    "peptide name \"%s\": Amber has no single residue with both ends charged; give Ace-%s-Nme"
                            .formatted(name, name));
        }
        requireForm(name, residues.getFirst(), !acetylated, false);
        requireForm(name, residues.getLast(), false, end == End.FREE);
    }

    private static void requireForm(String name, String core, boolean first, boolean last) {
        if (!ResidueTemplates.shared().has(core, first, last)) {
            throw new BadInput("peptide name \"%s\": Amber has %s inside a chain only; cap the end, as in Ace-%s-Nme"
                    .formatted(name, core, code(core, "")));
        }
    }

    /**
     * @param text what the user wrote, e.g. {@code GYDPETGTWG} or {@code Ace-A-Nme}; the caps in any case
     * @throws BadInput if it is not the name of a peptide
     */
    public static PeptideName parse(String text) {
        boolean acetylated = text.toLowerCase(Locale.ROOT).startsWith(START);
        String rest = acetylated ? text.substring(START.length()) : text;
        End end = End.of(rest);
        return new PeptideName(cores(text, rest.substring(0, rest.length() - end.suffix.length())), acetylated, end);
    }

    private static List<String> cores(String text, String sequence) {
        List<String> cores = new ArrayList<>();
        Character before = null; // the letter that a bracket may change
        for (int i = 0; i < sequence.length(); i++) {
            char letter = sequence.charAt(i);
            if (letter == '[') {
                int close = sequence.indexOf(']', i);
                String core = inBrackets(
                        text, sequence.substring(i + 1, close < 0 ? sequence.length() : close), cores.size() + 1);
                if (close < 0) {
                    throw new BadInput("peptide name \"" + text + "\": a bracket is not closed; " + accepted());
                }
                if (ResidueTemplates.shared().letter(core).equals(before)) {
                    cores.removeLast();
                }
                cores.add(core);
                before = null;
                i = close;
            } else {
                cores.add(core(text, letter, cores.size() + 1));
                before = letter;
            }
        }
        return cores;
    }

    private static String core(String text, char letter, int number) {
        String core = ResidueTemplates.shared().core(letter);
        if (core == null) {
            throw new BadInput("peptide name \"%s\": residue %d is '%s', which is none of %s; %s"
                    .formatted(text, number, letter, ResidueTemplates.shared().letters(), accepted()));
        }
        return core;
    }

    private static String inBrackets(String text, String name, int number) {
        ResidueTemplates templates = ResidueTemplates.shared();
        String core = templates.isD(name) ? null : templates.core(name);
        if (core == null
                || templates.get(core).form() == ResidueTemplate.Form.CAP
                || templates.get(core).external().contains("SG")) {
            throw new BadInput(
                    ("peptide name \"%s\": residue %d is [%s], which cannot be built from a name; in brackets may "
                                    + "stand "
                                    + "%s, anything else takes a PDB file")
                            .formatted(text, number, name, String.join(", ", templates.protonations())));
        }
        return core;
    }

    /** Names of the residue templates in sequence, caps included. */
    public List<String> templates() {
        List<String> names = new ArrayList<>();
        if (acetylated) {
            names.add("ACE");
        }
        int last = residues.size() - 1;
        for (int i = 0; i <= last; i++) {
            names.add(ResidueTemplates.shared()
                    .at(residues.get(i), i == 0 && !acetylated, i == last && end == End.FREE)
                    .name());
        }
        if (end.template != null) {
            names.add(end.template);
        }
        return List.copyOf(names);
    }

    /** The name in its usual spelling, e.g. {@code Ace-A-Nme}. */
    @Override
    public String toString() {
        return name(residues, acetylated, end);
    }

    private static String name(List<String> residues, boolean acetylated, End end) {
        StringBuilder name = new StringBuilder(acetylated ? "Ace-" : "");
        residues.forEach(core -> name.append(code(core, name)));
        return name + end.suffix;
    }

    /**
     * How a residue is written in a name: its letter, or its name in brackets, with its letter where the residue before
     * has the same, so that the bracket is not taken to change that one.
     *
     * @param core name of a core template
     * @param before the name so far
     */
    static String code(String core, CharSequence before) {
        ResidueTemplates templates = ResidueTemplates.shared();
        char letter = templates.letter(core);
        if (core.equals(templates.core(letter))) {
            return String.valueOf(letter);
        }
        boolean alike = !before.isEmpty() && before.charAt(before.length() - 1) == letter;
        return (alike ? letter : "") + "[" + core + "]";
    }

    private static String accepted() {
        return "accepted are 1 to " + LONGEST + " one-letter codes in capitals, e.g. AAA, and caps, e.g. Ace-A-Nme";
    }
}
