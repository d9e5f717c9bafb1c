package org.arbolt.molecule;

import java.util.List;
import java.util.Map;

/**
 * Which protonation of an amino acid a file has. Hydrogens tell HID, HIE and HIP apart, and a carboxylic acid (ASH,
 * GLH) from a carboxylate; without any, the name does. LYN and CYM lack a hydrogen that a file may have lost, and so
 * are known by their names alone.
 */
final class Protonation {
    /** By the residue, the hydrogen of a carboxylic acid on its first oxygen, and what the atoms are with Amber. */
    private static final Map<String, Map<String, String>> ON_THE_FIRST_OXYGEN = Map.of(
            "ASP", Map.of("HD1", "HD2", "OD1", "OD2", "OD2", "OD1"),
            "GLU", Map.of("HE1", "HE2", "OE1", "OE2", "OE2", "OE1"));

    private static final Map<String, String> ACIDS = Map.of("ASP", "ASH", "ASH", "ASP", "GLU", "GLH", "GLH", "GLU");

    private Protonation() {}

    /** The core template that a residue is of; null if it is unknown. */
    static String core(FileResidue found) {
        String core = ResidueTemplates.shared().core(found.name());
        return switch (core) {
            case null -> null;
            case "HID", "HIE", "HIP" -> histidine(found, core);
            case "CYS", "CYM" -> found.bridged() ? "CYX" : core;
            case "ASP" -> found.atoms().contains("HD2") ? "ASH" : core;
            case "GLU" -> found.atoms().contains("HE2") ? "GLH" : core;
            default -> core;
        };
    }

    /** The protonation that the ring's hydrogens show; without any, what the name says. */
    private static String histidine(FileResidue found, String named) {
        ResidueTemplate both = ResidueTemplates.shared().get("HIP");
        List<String> names = found.atoms().stream().map(both::canonicalName).toList();
        boolean delta = names.contains("HD1");
        boolean epsilon = names.contains("HE2");
        return delta && epsilon ? "HIP" : delta ? "HID" : epsilon ? "HIE" : named;
    }

    /** A residue with the names that Amber gives its atoms, where which is which depends on the others. */
    static FileResidue inAmbersNames(FileResidue found) {
        String core = ResidueTemplates.shared().core(found.name());
        if (core == null) {
            return found;
        }
        String acid = core.equals("ASH") || core.equals("GLH") ? ACIDS.get(core) : core;
        Map<String, String> names = ON_THE_FIRST_OXYGEN.getOrDefault(acid, Map.of());
        String first = acid.equals("ASP") ? "HD1" : "HE1";
        if (!names.isEmpty() && found.atoms().contains(first)) {
            return renamed(found, names);
        }
        if (core.equals("LYN") && found.atoms().contains("HZ1")) {
            return renamed(found, Map.of("HZ1", found.atoms().contains("HZ3") ? "HZ2" : "HZ3")); // as CHARMM has it
        }
        return found;
    }

    private static FileResidue renamed(FileResidue found, Map<String, String> names) {
        List<String> atoms = found.atoms().stream()
                .map(atom -> names.getOrDefault(atom, atom))
                .toList();
        return new FileResidue(found.name(), found.label(), atoms, found.bridged());
    }
}
