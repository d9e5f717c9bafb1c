package org.arbolt.molecule;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Where an atom of a residue stands relative to atoms placed before it: one row of a Z-matrix.
 *
 * @param atom its name
 * @param references the atom it is bonded to, the one that one hangs on, and the third that defines the torsion; fewer
 *     for the first atoms of a chain. {@code -1} is the carbonyl carbon of the residue before, {@code -2} and {@code
 *     -3} are that carbon's own references.
 * @param length bond length, nm; 0 without references
 * @param angle bond angle, rad; 0 with fewer than two references
 * @param torsion torsion, rad; relative to the bond's leading atom where the bond may turn (see {@link
 *     ResidueTemplate#torsions()}); 0 with fewer than three references
 */
public record ZMatrixRow(String atom, List<String> references, double length, double angle, double torsion) {

    /** A row of the resource: atom, references, then nm, degrees, degrees, as many numbers as references. */
    @JsonCreator
    public static ZMatrixRow parse(String row) {
        String[] cells = row.split(" ");
        int count = (cells.length - 1) / 2;
        if (cells.length != 1 + 2 * count || count > 3) {
            throw new IllegalArgumentException("not a row of a Z-matrix: " + row);
        }
        double[] values = new double[3];
        for (int i = 0; i < count; i++) {
            values[i] = Double.parseDouble(cells[1 + count + i]);
        }
        List<String> references = List.of(cells).subList(1, 1 + count);
        return new ZMatrixRow(cells[0], references, values[0], Math.toRadians(values[1]), Math.toRadians(values[2]));
    }
}
