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
import java.util.TreeMap;

/**
 * The residues that the supported Amber force fields share: 20 amino acids, the protonation states of histidine,
 * disulfide cysteine, each in three forms; four more protonations inside a chain, and three caps. Read once from
 * {@code templates.json}, which {@code tools/convert_templates.py} writes.
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
            Map.entry("CT3", "NME"),
            Map.entry("NH2", "NHE"),
            Map.entry("ASPP", "ASH"),
            Map.entry("ASPH", "ASH"),
            Map.entry("GLUP", "GLH"),
            Map.entry("GLUH", "GLH"),
            Map.entry("LSN", "LYN"),
            Map.entry("LYSH", "LYS"),
            Map.entry("CYSH", "CYS"));

    /** Names of D-amino acids in the PDB, and the core template of their mirror images, which has their parameters. */
    private static final Map<String, String> D_CORES = Map.ofEntries(
            Map.entry("DAL", "ALA"),
            Map.entry("DAR", "ARG"),
            Map.entry("DSG", "ASN"),
            Map.entry("DAS", "ASP"),
            Map.entry("DCY", "CYS"),
            Map.entry("DGN", "GLN"),
            Map.entry("DGL", "GLU"),
            Map.entry("DHI", "HIE"),
            Map.entry("DIL", "ILE"),
            Map.entry("DLE", "LEU"),
            Map.entry("DLY", "LYS"),
            Map.entry("MED", "MET"),
            Map.entry("DPN", "PHE"),
            Map.entry("DPR", "PRO"),
            Map.entry("DSN", "SER"),
            Map.entry("DTH", "THR"),
            Map.entry("DTR", "TRP"),
            Map.entry("DTY", "TYR"),
            Map.entry("DVA", "VAL"));

    /** Other protonations of amino acids, and the letters of these. */
    private static final Map<String, Character> PROTONATIONS =
            new TreeMap<>(Map.of("ASH", 'D', "CYM", 'C', "CYX", 'C', "GLH", 'E', "HID", 'H', "HIP", 'H', "LYN", 'K'));

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
     * The core template that a residue name in a file stands for; histidine of unstated protonation is HIE. D-amino
     * acids have the templates of their mirror images.
     *
     * @param residue three or four letters, e.g. {@code ALA}, {@code DAL}, {@code HSD}, {@code CYX}, {@code NMA}
     * @return null if the residue is unknown
     */
    public String core(String residue) {
        String core = CORE_ALIASES.getOrDefault(residue, D_CORES.getOrDefault(residue, residue));
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

    /** Whether a residue name in a file is that of a D-amino acid, e.g. {@code DAL}. */
    public boolean isD(String residue) {
        return D_CORES.containsKey(residue);
    }

    /**
     * Names of the protonations that have no letter of their own and stand without a bond to another residue's side.
     */
    List<String> protonations() {
        return PROTONATIONS.keySet().stream()
                .filter(core -> !get(core).external().contains("SG"))
                .toList();
    }

    /**
     * The one-letter code of a residue, of whatever protonation.
     *
     * @param residue name of a core template or three-letter name in a PDB file, e.g. {@code ALA}, {@code ASH}
     * @return null for a cap
     */
    public Character letter(String residue) {
        if (PROTONATIONS.containsKey(residue)) {
            return PROTONATIONS.get(residue);
        }
        for (Map.Entry<Character, String> entry : coreOfLetter.entrySet()) {
            if (entry.getValue().equals(residue)
                    || get(entry.getValue()).residue().equals(residue)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Whether Amber has a core at a place in a chain: some protonations stand inside only. */
    public boolean has(String core, boolean first, boolean last) {
        return get(core).form() == ResidueTemplate.Form.CAP
                || (!first || byName.containsKey("N" + core)) && (!last || byName.containsKey("C" + core));
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
