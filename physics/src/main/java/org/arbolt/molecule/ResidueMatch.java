package org.arbolt.molecule;

import java.util.Arrays;
import org.arbolt.BadInput;

/**
 * The template of a residue read from a file, and which atom of the file each of its atoms is. {@link Protonation}
 * decides which of a residue's templates it is; hydrogens and the last oxygen may be missing, other atoms may not.
 *
 * @param template the template
 * @param source for every atom of the template its position among the file's atoms; -1 for one that is missing
 */
public record ResidueMatch(ResidueTemplate template, int[] source) {

    /**
     * @param given the residue
     * @param first whether its chain begins with it
     * @param last whether its chain ends with it
     * @throws BadInput if the residue is unknown, has an atom its template has not or twice, or lacks a heavy atom
     */
    public static ResidueMatch of(FileResidue given, boolean first, boolean last) {
        ResidueTemplates templates = ResidueTemplates.shared();
        FileResidue found = Protonation.inAmbersNames(given);
        String core = Protonation.core(found);
        if (core == null) {
            throw new BadInput(found.label()
                    + " is not a known residue; known are the 20 amino acids, L and D, HID, HIE, HIP, CYX, CYM, "
                    + "ASH, GLH, "
                    + "LYN, ACE, NME and NH2");
        }
        if (first && last && templates.get(core).form() != ResidueTemplate.Form.CAP) {
            throw new BadInput(found.label()
                    + " is a chain of one residue, for which Amber has no parameters; cap it with ACE, NME");
        }
        if (!templates.has(core, first, last)) {
            throw new BadInput(
                    found.label() + " is " + core + " at the end of a chain, for which Amber has no parameters; "
                            + "cap the end with ACE, NME or NH2, or give another protonation");
        }
        ResidueTemplate template = templates.at(core, first, last);
        int[] source = new int[template.atoms().size()];
        Arrays.fill(source, -1);
        for (int i = 0; i < found.atoms().size(); i++) {
            claim(found, template, source, i);
        }
        requireHeavyAtoms(found, template, source);
        return new ResidueMatch(template, source);
    }

    private static void claim(FileResidue found, ResidueTemplate template, int[] source, int i) {
        String name = found.atoms().get(i);
        String canonical = template.canonicalName(name);
        if (canonical == null) {
            throw new BadInput(found.label() + " has an atom " + name + ", which " + template.name()
                    + " has not; its atoms are " + String.join(" ", template.atoms()));
        }
        int at = template.atoms().indexOf(canonical);
        if (source[at] >= 0) {
            throw new BadInput(found.label() + " has atom " + canonical + " twice, as "
                    + found.atoms().get(source[at]) + " and as " + name + "; remove one of them");
        }
        source[at] = i;
    }

    private static void requireHeavyAtoms(FileResidue found, ResidueTemplate template, int[] source) {
        for (int i = 0; i < source.length; i++) {
            if (source[i] < 0 && !buildable(template, i)) {
                throw new BadInput(
                        found.label() + " lacks atom " + template.atoms().get(i) + " of " + template.name()
                                + "; only hydrogens and OXT may be missing, give the whole residue");
            }
        }
    }

    /** Whether an atom's place follows from the others: hydrogens, and the second oxygen of the chain's end. */
    private static boolean buildable(ResidueTemplate template, int atom) {
        return template.elements().get(atom) == Element.H
                || template.atoms().get(atom).equals("OXT");
    }
}
