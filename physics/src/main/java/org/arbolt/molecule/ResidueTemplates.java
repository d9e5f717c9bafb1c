package org.arbolt.molecule;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The residues that the supported Amber force fields share: 20 amino acids, the protonation states of histidine,
 * disulfide cysteine, each in three forms, and two caps. Read once from {@code templates.json}, which {@code
 * tools/convert_templates.py} writes.
 */
public final class ResidueTemplates {
    private static final String RESOURCE = "templates.json";
    private static final ResidueTemplates SHARED = read();

    /** Names under which PDB files and other programs know a core template, where the two differ. */
    private static final Map<String, String> CORE_ALIASES = Map.ofEntries(
            Map.entry("HIS", "HIE"),
            Map.entry("HSD", "HID"),
            Map.entry("HSE", "HIE"),
            Map.entry("HSP", "HIP"),
            Map.entry("HISD", "HID"),
            Map.entry("HISE", "HIE"),
            Map.entry("HISH", "HIP"),
            Map.entry("CYS2", "CYX"),
            Map.entry("NMA", "NME"),
            Map.entry("CT3", "NME"));

    private final SequencedMap<String, ResidueTemplate> byName = new LinkedHashMap<>();
    private final Map<Character, String> coreOfLetter = new LinkedHashMap<>();

    private ResidueTemplates(Library library) {
        library.templates.forEach(template -> byName.put(template.name(), template));
        library.letters.forEach((letter, core) -> coreOfLetter.put(letter.charAt(0), core));
    }

    /** The library that ships with Arbolt. */
    public static ResidueTemplates shared() {
        return SHARED;
    }

    /** Names of all templates, in the order of the resource. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The letters of the 20 amino acids, in alphabetical order. */
    public String letters() {
        StringBuilder letters = new StringBuilder();
        coreOfLetter.keySet().forEach(letters::append);
        return letters.toString();
    }

    /**
     * @param name name of a template, e.g. {@code NALA}
     * @throws IllegalArgumentException if there is no such template
     */
    public ResidueTemplate get(String name) {
        ResidueTemplate template = byName.get(name);
        if (template == null) {
            throw new IllegalArgumentException("no residue template is called " + name);
        }
        return template;
    }

    /**
     * The core template that a residue name in a file stands for; histidine of unstated protonation is HIE.
     *
     * @param residue three or four letters, e.g. {@code ALA}, {@code HSD}, {@code HID}, {@code CYX}, {@code NMA}
     * @return null if the residue is unknown
     */
    public String core(String residue) {
        String core = CORE_ALIASES.getOrDefault(residue, residue);
        ResidueTemplate template = byName.get(core);
        return template != null && template.core().equals(core) ? core : null;
    }

    /**
     * The core template of a one-letter code; H is HIE, C is CYS.
     *
     * @return null if the letter stands for none of the 20 amino acids
     */
    public String core(char letter) {
        return coreOfLetter.get(letter);
    }

    /**
     * The one-letter code of a residue, of whatever protonation.
     *
     * @param residue three-letter name in a PDB file, e.g. {@code ALA}
     * @return null for a cap
     */
    public Character letter(String residue) {
        for (Map.Entry<Character, String> entry : coreOfLetter.entrySet()) {
            if (get(entry.getValue()).residue().equals(residue)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /**
     * The template of a residue at a place in its chain.
     *
     * @param core name of an inner template or a cap
     * @param first whether the chain begins with it
     * @param last whether the chain ends with it
     * @throws IllegalArgumentException if Amber has no such form, which is so for an uncapped chain of one residue
     */
    public ResidueTemplate at(String core, boolean first, boolean last) {
        ResidueTemplate inner = get(core);
        if (inner.form() == ResidueTemplate.Form.CAP || !(first || last)) {
            return inner;
        }
        if (first && last) {
            throw new IllegalArgumentException("Amber has no template of " + core + " with both ends free");
        }
        return get((first ? "N" : "C") + core);
    }

    private static ResidueTemplates read() {
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (InputStream in = ResidueTemplates.class.getResourceAsStream(RESOURCE)) {
            return new ResidueTemplates(json.readValue(in, Library.class));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + RESOURCE + " of this build is damaged", e);
        }
    }

    private record Library(SequencedMap<String, String> letters, List<ResidueTemplate> templates) {}
}
