package org.arbolt.io.pdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.ResidueTemplate;
import org.arbolt.molecule.ResidueTemplates;

/**
 * Finds the residues of a peptide among the atoms of a model, in the order of its chains. What crystals and simulations
 * have beside the peptide is left out, and residues of a chain that stand in another order are put in sequence; both
 * are told.
 */
final class PdbResidues {
    /** C of a residue to N of the next, nm; 0.133 in a structure. */
    static final double LONGEST_PEPTIDE_BOND = 0.25;

    /** Heavy atoms of two residues closer than this are bonded, nm: a contact has 0.3, zinc and sulfur 0.23. */
    private static final double LONGEST_BOND = 0.25;

    /** Ions that come as near as a bond, but share no electrons. */
    private static final Set<String> FREE_IONS = Set.of(
            "NA", "NA+", "SOD", "K", "K+", "POT", "LI", "LI+", "LIT", "RB", "RB+", "RUB", "CS", "CS+", "CES", "CL",
            "CL-", "CLA", "BR", "BR-", "IOD", "F", "NH4");

    private static final Set<String> METAL_IONS = Set.of(
            "MG", "MG2", "CA", "CAL", "CA2", "SR", "BA", "BAR", "MN", "MN2", "FE", "FE2", "FE3", "CO", "3CO", "NI",
            "CU", "CU1", "CU2", "ZN", "ZN2", "CD", "CD2", "HG", "AG", "AU", "PB", "PT", "AL", "YB", "TB", "GD", "EU",
            "LA");

    private static final Set<String> BUFFERS = Set.of(
            "SO4", "PO4", "PI", "NO3", "CO3", "BCT", "SCN", "AZI", "ACT", "ACY", "FMT", "CIT", "FLC", "TLA", "MLI",
            "OXL", "EDO", "GOL", "PEG", "PGE", "PG4", "1PE", "P6G", "MPD", "MRD", "DMS", "IPA", "EOH", "MOH", "POL",
            "ACN", "CCN", "BME", "DTT", "TRS", "MES", "EPE", "IMD", "TFA", "TFE", "ETF", "URE", "GAI", "DIO", "BU3",
            "PDO");

    /** Atoms of caps that CHARMM counts to the residue that it caps, to the residue they are. */
    private static final Map<String, String> PATCHES = Map.of(
            "CAY", "ACE", "CY", "ACE", "OY", "ACE", "HY1", "ACE", "HY2", "ACE", "HY3", "ACE", "NT", "NME", "HNT", "NME",
            "CAT", "NME");

    private static final Set<String> METHYL_HYDROGENS = Set.of("HT1", "HT2", "HT3");
    private static final List<String> LAST = Arrays.asList("NME", "NHE"); // caps that nothing follows

    private final Path path;
    private final Remarks remarks;

    private PdbResidues(Path path, Remarks remarks) {
        this.path = path;
        this.remarks = remarks;
    }

    /**
     * @param atoms of a model
     * @return the residues, chain by chain
     * @throws BadInput if nothing is left, or what would be left out is bonded to the rest
     */
    static List<PdbResidue> of(Path path, List<PdbAtom> atoms, Remarks remarks) {
        PdbResidues found = new PdbResidues(path, remarks);
        List<PdbResidue> kept = found.withoutCompany(withHydrogens(grouped(path, atoms)));
        List<PdbResidue> out = new ArrayList<>();
        kept.stream()
                .collect(Collectors.groupingBy(PdbResidue::chain, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(chain -> out.addAll(found.inSequence(chain)));
        return out;
    }

    // ---- which atoms are one residue

    /** Atoms of one name, chain and number are a residue; caps may have the number of their neighbour. */
    private static List<PdbResidue> grouped(Path path, List<PdbAtom> atoms) {
        Map<String, PdbResidue> groups = new LinkedHashMap<>();
        Set<String> methylated = atoms.stream()
                .filter(atom -> atom.name().equals("CAT"))
                .map(PdbAtom::residueKey)
                .collect(Collectors.toSet());
        for (int i = 0; i < atoms.size(); i++) {
            PdbAtom atom = atoms.get(i);
            String name = residueName(atom, methylated);
            groups.computeIfAbsent(atom.residueKey() + "/" + name, key -> begun(path, name, atom))
                    .add(atom, i);
        }
        return capsOutside(new ArrayList<>(groups.values()));
    }

    private static PdbResidue begun(Path path, String name, PdbAtom atom) {
        String number = atom.residueKey().substring(atom.residueKey().lastIndexOf('/') + 1);
        String label = path + " line " + atom.line() + ": residue " + name + " " + number;
        return new PdbResidue(name, atom.residueKey(), label, false, new ArrayList<>(), new ArrayList<>());
    }

    private static String residueName(PdbAtom atom, Set<String> methylated) {
        String core = ResidueTemplates.shared().core(atom.residueName());
        if (core == null || ResidueTemplates.shared().get(core).form() == ResidueTemplate.Form.CAP) {
            return atom.residueName();
        }
        boolean methyl = methylated.contains(atom.residueKey()) && METHYL_HYDROGENS.contains(atom.name());
        return methyl ? "NME" : PATCHES.getOrDefault(atom.name(), atom.residueName());
    }

    /** A cap that CHARMM lists after the atoms of its residue goes before it, or behind. */
    private static List<PdbResidue> capsOutside(List<PdbResidue> residues) {
        for (int r = 1; r < residues.size(); r++) {
            PdbResidue residue = residues.get(r);
            PdbResidue before = residues.get(r - 1);
            if ("ACE".equals(ResidueTemplates.shared().core(residue.name()))
                    && residue.key().equals(before.key())) {
                residues.set(r, before);
                residues.set(r - 1, residue);
            }
        }
        return residues;
    }

    /** Hydrogens that stand behind a TER go to the residue whose name, number and letter of chain they have. */
    private static List<PdbResidue> withHydrogens(List<PdbResidue> groups) {
        List<PdbResidue> out = new ArrayList<>();
        for (PdbResidue group : groups) {
            PdbResidue owner = group.hasOnlyHydrogens() ? owner(group, out) : null;
            if (owner == null) {
                out.add(group);
            } else {
                for (int i = 0; i < group.atoms().size(); i++) {
                    owner.add(group.atoms().get(i), group.places().get(i));
                }
            }
        }
        return out;
    }

    private static PdbResidue owner(PdbResidue hydrogens, List<PdbResidue> before) {
        String place = hydrogens.key().substring(hydrogens.key().indexOf('/'));
        return before.stream()
                .filter(residue -> residue.name().equals(hydrogens.name())
                        && residue.key().substring(residue.key().indexOf('/')).equals(place))
                .findFirst()
                .orElse(null);
    }

    // ---- what is left out

    private List<PdbResidue> withoutCompany(List<PdbResidue> all) {
        Map<String, Integer> out = new LinkedHashMap<>();
        List<PdbResidue> kept =
                all.stream().filter(residue -> !isCompany(residue.name())).toList();
        for (PdbResidue residue : all) {
            if (isCompany(residue.name())) {
                requireUnbonded(residue, kept);
                out.merge(residue.name(), 1, Integer::sum);
            }
        }
        if (!out.isEmpty()) {
            remarks.add(path + ": left out "
                    + out.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", "))
                    + "; ions and buffers are no part of the peptide");
        }
        if (kept.isEmpty()) {
            throw new BadInput(path + " has ions and buffers but no peptide; give a PDB file of the molecule");
        }
        return kept;
    }

    private static boolean isCompany(String name) {
        return FREE_IONS.contains(name) || METAL_IONS.contains(name) || BUFFERS.contains(name);
    }

    private static void requireUnbonded(PdbResidue company, List<PdbResidue> kept) {
        if (FREE_IONS.contains(company.name())) {
            return;
        }
        for (PdbAtom atom : company.heavyAtoms()) {
            for (PdbResidue residue : kept) {
                for (PdbAtom other : residue.heavyAtoms()) {
                    double distance = Geometry.distance(atom.xyz(), other.xyz());
                    if (distance < LONGEST_BOND) {
                        throw new BadInput(String.format(
                                Locale.ROOT,
                                "%s is bonded to the peptide: its %s is %.2f nm from %s of %s; the force fields "
                                        + "have no such bond, remove the residue or give another structure",
                                company.label(),
                                atom.name(),
                                distance,
                                other.name(),
                                residue.nameAndNumber()));
                    }
                }
            }
        }
    }

    // ---- in which order they follow each other

    /** A chain in the order of its peptide bonds, where they join all of it; else as it stands. */
    private List<PdbResidue> inSequence(List<PdbResidue> chain) {
        List<PdbResidue> ordered = chain;
        int[] next = next(chain);
        boolean asItStands = true;
        for (int r = 0; r + 1 < chain.size(); r++) {
            asItStands &= next[r] == r + 1;
        }
        if (!asItStands) {
            List<PdbResidue> walked = walk(chain, next);
            if (walked.size() == chain.size()) {
                ordered = walked;
                remarks.add(path + ": its residues stand in another order than in the chain; read from "
                        + walked.getFirst().nameAndNumber() + " to "
                        + walked.getLast().nameAndNumber());
            }
        }
        List<PdbResidue> out = new ArrayList<>();
        for (PdbResidue residue : ordered) {
            out.add(residue.atFirstOfChain(out.isEmpty()));
        }
        return out;
    }

    /** For every residue the one whose N is bonded to its C; -1 without. */
    private static int[] next(List<PdbResidue> chain) {
        int[] next = new int[chain.size()];
        Arrays.fill(next, -1);
        for (int r = 0; r < next.length; r++) {
            PdbAtom carbon = chain.get(r).atom("C");
            if (carbon == null
                    || LAST.contains(ResidueTemplates.shared().core(chain.get(r).name()))) {
                continue;
            }
            for (int s = 0; s < next.length; s++) {
                PdbAtom nitrogen = chain.get(s).atom("N");
                if (s != r
                        && nitrogen != null
                        && Geometry.distance(carbon.xyz(), nitrogen.xyz()) < LONGEST_PEPTIDE_BOND) {
                    next[r] = s;
                }
            }
        }
        return next;
    }

    /** From the only residue that none precedes along the bonds; empty where there are several or none. */
    private static List<PdbResidue> walk(List<PdbResidue> chain, int[] next) {
        boolean[] follows = new boolean[next.length];
        Arrays.stream(next).filter(n -> n >= 0).forEach(n -> follows[n] = true);
        List<PdbResidue> walked = new ArrayList<>();
        for (int r = 0; r < next.length; r++) {
            if (!follows[r]) {
                if (!walked.isEmpty()) {
                    return List.of();
                }
                for (int at = r; at >= 0; at = next[at]) {
                    walked.add(chain.get(at));
                }
            }
        }
        return walked;
    }
}
