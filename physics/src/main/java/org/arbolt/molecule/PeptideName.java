package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;

/**
 * The name of a peptide: its sequence in one-letter codes, with or without caps. {@code AAA} has charged ends, NH3+ and
 * COO-; {@code Ace-AAA-Nme} is capped on both sides, {@code Ace-AAA} and {@code AAA-Nme} on one. Histidine is HIE,
 * cysteine is reduced.
 *
 * @param sequence 1 to 30 letters of the 20 amino acids
 * @param acetylated whether it begins with ACE
 * @param amidated whether it ends with NME
 */
public record PeptideName(String sequence, boolean acetylated, boolean amidated) {
    /** The longest sequence that has a name. */
    public static final int LONGEST = 30;

    private static final String START = "ace-";
    private static final String END = "-nme";

    /**
     * @throws BadInput if a letter is unknown, the sequence is empty or too long, or it is one residue without any cap
     */
    public PeptideName {
        String name = name(sequence, acetylated, amidated);
        if (sequence.isEmpty()) {
            throw new BadInput("peptide name \"" + name + "\" has no residues; " + accepted());
        }
        for (int i = 0; i < sequence.length(); i++) {
            if (ResidueTemplates.shared().core(sequence.charAt(i)) == null) {
                throw new BadInput("peptide name \"%s\": residue %d is '%s', which is none of %s; %s"
                        .formatted(
                                name,
                                i + 1,
                                sequence.charAt(i),
                                ResidueTemplates.shared().letters(),
                                accepted()));
            }
        }
        if (sequence.length() > LONGEST) {
            throw new BadInput("peptide name \"" + name + "\" has " + sequence.length() + " residues; " + accepted());
        }
        if (sequence.length() == 1 && !acetylated && !amidated) {
            throw new BadInput(
                    "peptide name \"%s\": Amber has no single residue with both ends charged; give Ace-%s-Nme"
                            .formatted(name, name));
        }
    }

    /**
     * @param text what the user wrote, e.g. {@code GYDPETGTWG} or {@code Ace-A-Nme}; the caps in any case
     * @throws BadInput if it is not the name of a peptide
     */
    public static PeptideName parse(String text) {
        String rest = text;
        boolean acetylated = rest.toLowerCase(Locale.ROOT).startsWith(START);
        if (acetylated) {
            rest = rest.substring(START.length());
        }
        boolean amidated = rest.toLowerCase(Locale.ROOT).endsWith(END);
        if (amidated) {
            rest = rest.substring(0, rest.length() - END.length());
        }
        return new PeptideName(rest, acetylated, amidated);
    }

    /** Names of the residue templates in sequence, caps included. */
    public List<String> templates() {
        List<String> names = new ArrayList<>();
        if (acetylated) {
            names.add("ACE");
        }
        int last = sequence.length() - 1;
        for (int i = 0; i <= last; i++) {
            String core = ResidueTemplates.shared().core(sequence.charAt(i));
            names.add(ResidueTemplates.shared()
                    .at(core, i == 0 && !acetylated, i == last && !amidated)
                    .name());
        }
        if (amidated) {
            names.add("NME");
        }
        return List.copyOf(names);
    }

    /** The name in its usual spelling, e.g. {@code Ace-A-Nme}. */
    @Override
    public String toString() {
        return name(sequence, acetylated, amidated);
    }

    private static String name(String sequence, boolean acetylated, boolean amidated) {
        return (acetylated ? "Ace-" : "") + sequence + (amidated ? "-Nme" : "");
    }

    private static String accepted() {
        return "accepted are 1 to " + LONGEST + " one-letter codes in capitals, e.g. AAA, and caps, e.g. Ace-A-Nme";
    }
}
