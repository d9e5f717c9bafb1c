package org.arbolt.io.pdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.Npy;
import org.arbolt.units.Units;

/**
 * The atoms of a PDB file (format 3.3) as they stand there, model by model: ATOM and HETATM records, a model ended by
 * ENDMDL, by END, or by the file. Water is left out. Of a residue's alternative places those of one letter are taken,
 * the most occupied, or the first letter of equals.
 */
final class PdbModels implements StructureModels {
    private static final int BUFFER = 1 << 14;
    private static final int MOST_ATOMS = 5000; // of a peptide; the number of pairs is what energies cost
    private static final int MOST_BONDS = 4 * MOST_ATOMS; // records of bonds that are kept, more than a peptide has
    private static final int MOST_COLUMNS = 128; // what is kept of a line; the format has 80
    private static final int END_OF_COORDINATES = 54; // column
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF"; // of UTF-8, byte by byte
    private static final Set<String> WATER =
            Set.of("HOH", "WAT", "H2O", "DOD", "SOL", "TIP", "TIP3", "TIP4", "TP3", "TP4", "SPC");

    private final Path path;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] columns = new byte[MOST_COLUMNS]; // of the line that is read
    private int at; // in the buffer
    private int filled;
    private int line;
    private int water; // molecules in the model that was read last
    private String lastWater;

    private PdbModels(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /** Opens a file. @throws BadInput if it cannot be read */
    static PdbModels open(Path path) {
        try {
            return new PdbModels(path, Files.newInputStream(path));
        } catch (IOException e) {
            throw Npy.unreadable(path, e);
        }
    }

    /**
     * What a look through the whole file finds.
     *
     * @param models that {@link #next} would give
     * @param bonds SSBOND and CONECT records
     */
    record Survey(int models, List<Record> bonds) {}

    /**
     * A record other than of an atom.
     *
     * @param line from 1, for messages
     */
    record Record(int line, String text) {}

    /** Looks a file through. @throws BadInput if it cannot be read */
    static Survey survey(Path path) {
        try (PdbModels models = open(path)) {
            int count = 0;
            boolean atoms = false;
            List<Record> bonds = new ArrayList<>();
            for (String text = models.readLine(); text != null; text = models.readLine()) {
                if (models.line == 1 && text.startsWith("data_")) {
                    throw new BadInput(path + " is an mmCIF file; call it .cif to have it read as one");
                }
                atoms |= isAtom(text);
                if (isEnd(text) && atoms) {
                    count++;
                    atoms = false;
                } else if (isBond(text) && bonds.size() < MOST_BONDS) {
                    bonds.add(new Record(models.line, text));
                }
            }
            return new Survey(atoms ? count + 1 : count, bonds);
        }
    }

    private static boolean isBond(String text) {
        return text.startsWith("SSBOND") || text.startsWith("CONECT");
    }

    @Override
    public List<PdbAtom> next() {
        List<PdbAtom> atoms = new ArrayList<>();
        int chain = 0;
        boolean any = false;
        water = 0;
        lastWater = null;
        for (String text = readLine(); text != null; text = readLine()) {
            if (isAtom(text)) {
                any = true;
                add(text, chain, atoms);
            } else if (text.startsWith("TER")) {
                chain++;
            } else if (isEnd(text) && any) {
                return chosen(atoms);
            }
        }
        return any ? chosen(atoms) : null;
    }

    @Override
    public int water() {
        return water;
    }

    /** The atoms without the alternative places that are not taken. */
    static List<PdbAtom> chosen(List<PdbAtom> atoms) {
        if (atoms.stream().allMatch(atom -> atom.alternative() == ' ')) {
            return atoms;
        }
        Map<String, Map<Character, Double>> most = new HashMap<>(); // of each residue the best occupancy by letter
        for (PdbAtom atom : atoms) {
            if (atom.alternative() != ' ') {
                most.computeIfAbsent(atom.residueKey(), key -> new TreeMap<>())
                        .merge(atom.alternative(), atom.occupancy(), Math::max);
            }
        }
        return atoms.stream()
                .filter(atom -> atom.alternative() == ' ' || atom.alternative() == best(most.get(atom.residueKey())))
                .toList();
    }

    private static char best(Map<Character, Double> occupancies) {
        char best = ' ';
        double most = Double.NEGATIVE_INFINITY;
        for (Map.Entry<Character, Double> entry : occupancies.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw Npy.unreadable(path, e);
        }
    }

    private static boolean isAtom(String text) {
        return text.startsWith("ATOM") || text.startsWith("HETATM");
    }

    private static boolean isEnd(String text) {
        return text.startsWith("ENDMDL") || text.stripTrailing().equals("END");
    }

    /**
     * A line, cut where it is longer than any of the format; null at the end of the file. Lines end as on Unix, Windows
     * or old Macs.
     */
    private String readLine() {
        try {
            int length = 0;
            int character = readByte();
            if (character < 0) {
                return null;
            }
            for (; character >= 0 && character != '\n' && character != '\r'; character = readByte()) {
                if (length < MOST_COLUMNS) {
                    columns[length++] = (byte) character;
                }
            }
            if (character == '\r' && readByte() != '\n' && filled > 0) {
                at--; // it belongs to the next line
            }
            line++;
            String text = new String(columns, 0, length, StandardCharsets.ISO_8859_1);
            return line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (IOException e) {
            throw Npy.unreadable(path, e);
        }
    }

    private int readByte() throws IOException {
        if (at == filled) {
            filled = in.read(buffer);
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xFF;
    }

    static boolean isWater(String residue) {
        return WATER.contains(residue);
    }

    /** @throws BadInput if a model has as many atoms as may be */
    static void requireRoom(Path path, int line, List<PdbAtom> atoms) {
        if (atoms.size() >= MOST_ATOMS) {
            throw new BadInput(
                    path + " line " + line + ": more than " + MOST_ATOMS + " atoms in a model; give one peptide");
        }
    }

    private void add(String text, int chain, List<PdbAtom> atoms) {
        if (text.length() < END_OF_COORDINATES) {
            throw new BadInput(path + " line " + line + " is cut short after " + text.length()
                    + " columns, coordinates end at column " + END_OF_COORDINATES + "; restore the file");
        }
        String residue = text.substring(17, 21).strip();
        String key =
                chain + "/" + text.charAt(21) + "/" + text.substring(22, 27).strip();
        if (isWater(residue)) {
            water += key.equals(lastWater) ? 0 : 1;
            lastWater = key;
            return;
        }
        requireRoom(path, line, atoms);
        String name = text.substring(12, 16).strip();
        double[] xyz = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            xyz[axis] = coordinate(text.substring(30 + 8 * axis, 38 + 8 * axis).strip(), name);
        }
        atoms.add(new PdbAtom(
                text.substring(6, 11).strip(), name, residue, key, text.charAt(16), occupancy(text), xyz, line));
    }

    private static double occupancy(String text) {
        try {
            double value = text.length() < 60
                    ? 1
                    : Double.parseDouble(text.substring(54, 60).strip());
            return Double.isNaN(value) ? 1 : value;
        } catch (NumberFormatException e) {
            return 1; // many programs leave it blank
        }
    }

    private double coordinate(String text, String atom) {
        try {
            double value = Double.parseDouble(text) * Units.NM_PER_ANGSTROM;
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, like numbers that are not finite.
        }
        throw new BadInput(path + " line " + line + ": coordinate '" + text + "' of atom " + atom
                + " is not a finite number; restore the file");
    }
}
