package org.arbolt.io.pdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Disulfides;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.TopologyBuilder.Disulfide;

/**
 * The disulfide bridges of a file: those that SSBOND and CONECT records of a PDB file tell, or {@code struct_conn} of
 * an mmCIF file; between cysteines that no record names, those whose sulfurs touch.
 */
final class PdbBridges {
    private final Path path;
    private final List<PdbResidue> residues;
    private final boolean whole;
    private final Map<Integer, Told> told = new LinkedHashMap<>(); // residue to what names it
    private final List<Disulfide> found = new ArrayList<>();

    private PdbBridges(Path path, List<PdbResidue> residues, boolean whole) {
        this.path = path;
        this.residues = residues;
        this.whole = whole;
    }

    /**
     * A bond that a file tells.
     *
     * @param place where, for messages
     * @param what the kind of record
     * @param chains letters of the chains of its two residues
     * @param numbers of its two residues, with insertion codes
     * @param otherCopy whether one of them is of another copy in the crystal
     */
    record Told(String place, String what, List<String> chains, List<String> numbers, boolean otherCopy) {
        private static Told of(PdbModels.Record record, List<String> chains, List<String> numbers, boolean otherCopy) {
            String what = record.text().substring(0, 6);
            return new Told("line " + record.line(), what, chains, numbers, otherCopy);
        }
    }

    /**
     * @param records SSBOND and CONECT records of the file
     * @param named disulfides that it tells by the names of residues
     * @param residues of its first model
     * @param whole whether sulfurs that a record joins must touch there; conformations may be broken
     * @return the bridges, in sequence
     * @throws BadInput if a record names what is not there, or sulfurs that are far apart or not free
     */
    static List<Disulfide> of(
            Path path, List<PdbModels.Record> records, List<Told> named, List<PdbResidue> residues, boolean whole) {
        PdbBridges bridges = new PdbBridges(path, residues, whole);
        for (PdbModels.Record record : records) {
            if (record.text().startsWith("SSBOND")) {
                bridges.ssbond(record);
            } else {
                bridges.conect(record);
            }
        }
        named.forEach(bridges::named);
        bridges.touching();
        return bridges.found.stream()
                .sorted(Comparator.comparingInt(Disulfide::first))
                .toList();
    }

    private void ssbond(PdbModels.Record record) {
        String text = String.format("%-80s", record.text());
        boolean otherCopy = !text.substring(59, 65).isBlank()
                && !text.substring(66, 72).isBlank()
                && !text.substring(59, 65).equals(text.substring(66, 72));
        named(Told.of(
                record,
                List.of(text.substring(15, 16), text.substring(29, 30)),
                List.of(text.substring(17, 22).strip(), text.substring(31, 36).strip()),
                otherCopy));
    }

    private void named(Told bond) {
        if (bond.otherCopy) {
            throw refused(
                    bond,
                    "joins a cysteine to one of another copy in the crystal; write both into the file as one molecule");
        }
        join(bond, residue(bond, 0), residue(bond, 1));
    }

    private int residue(Told bond, int end) {
        String chain = bond.chains.get(end);
        String number = bond.numbers.get(end);
        for (int r = 0; r < residues.size(); r++) {
            if (residues.get(r).key().endsWith("/" + chain + "/" + number)
                    && residues.get(r).sulfur() != null) {
                return r;
            }
        }
        throw refused(
                bond,
                "names residue " + number + (chain.isBlank() ? "" : " of chain " + chain)
                        + ", which is not there or has no SG; correct or remove the record, or give the residue");
    }

    /** Records of other bonds tell nothing new. */
    private void conect(PdbModels.Record record) {
        int first = -1;
        for (int column = 6; column + 5 <= Math.min(record.text().length(), 31); column += 5) {
            int residue = ofSulfur(record.text().substring(column, column + 5).strip());
            if (column == 6) {
                first = residue;
            } else if (first >= 0 && residue >= 0 && residue != first) {
                join(Told.of(record, List.of(), List.of(), false), first, residue);
            }
        }
    }

    /** The residue whose SG has a serial number; -1 for that of another atom. */
    private int ofSulfur(String serial) {
        for (int r = 0; r < residues.size(); r++) {
            PdbAtom sulfur = residues.get(r).sulfur();
            if (sulfur != null && sulfur.serial().equals(serial)) {
                return r;
            }
        }
        return -1;
    }

    private void join(Told record, int one, int other) {
        Disulfide bridge = one == other ? null : new Disulfide(Math.min(one, other), Math.max(one, other));
        if (found.contains(bridge)) {
            return; // CONECT says it of both atoms, and again what SSBOND says
        }
        if (bridge == null) {
            throw refused(record, "joins " + residues.get(one).label() + " to itself; correct or remove the record");
        }
        requireFree(record, one);
        requireFree(record, other);
        double apart = Geometry.distance(
                residues.get(one).sulfur().xyz(), residues.get(other).sulfur().xyz());
        if (whole && !(apart < Disulfides.LONGEST)) {
            throw refused(
                    record,
                    String.format(
                            Locale.ROOT,
                            "joins %s and %s, whose sulfurs are %.2f nm apart, where a bond has 0.20 "
                                    + "nm; give a structure with the bond, or remove the record",
                            residues.get(one).label(),
                            residues.get(other).label(),
                            apart));
        }
        told.put(one, record);
        told.put(other, record);
        found.add(bridge);
    }

    private void requireFree(Told record, int residue) {
        if (residues.get(residue).hasThiol()) {
            throw refused(
                    record,
                    "bridges " + residues.get(residue).label() + ", whose sulfur has a hydrogen; remove one of them");
        }
        if (told.containsKey(residue)) {
            throw refused(
                    record,
                    "bridges " + residues.get(residue).label() + ", which "
                            + told.get(residue).place() + " bridges to another; remove one of them");
        }
    }

    private void touching() {
        int[] able = IntStream.range(0, residues.size())
                .filter(r ->
                        residues.get(r).sulfur() != null && !residues.get(r).hasThiol() && !told.containsKey(r))
                .toArray();
        double[] xyz = Arrays.stream(able)
                .boxed()
                .flatMapToDouble(r -> Arrays.stream(residues.get(r).sulfur().xyz()))
                .toArray();
        found.addAll(Disulfides.find(able, xyz));
    }

    private BadInput refused(Told bond, String why) {
        return new BadInput(path + " " + bond.place + ": " + bond.what + " " + why);
    }
}
