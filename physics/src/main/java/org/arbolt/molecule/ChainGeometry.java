package org.arbolt.molecule;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.arbolt.molecule.Topology.Residue;

/**
 * Coordinates of one chain from the bond lengths and angles of its templates and a torsion for every bond that may
 * turn. Mutable: torsions are set, then atoms placed.
 */
final class ChainGeometry {
    private final Topology topology;
    private final Row[] rows; // [A], residue by residue, each residue's in the order of its Z-matrix
    private final double[] turn; // [A], rad, torsion about the bond that ends on the atom; 0 where it does not turn
    private final double[] xyz; // [A][3], nm

    /** A place with its atoms as indices; absent references are -1. */
    private record Row(int atom, int bonded, int angled, int twisted, ZMatrixRow place) {}

    ChainGeometry(Topology topology) {
        this.topology = topology;
        rows = new Row[topology.atomCount()];
        turn = new double[topology.atomCount()];
        xyz = new double[3 * topology.atomCount()];
        Map<Integer, Row> rowOf = new HashMap<>();
        for (Residue residue : topology.residues()) {
            int at = residue.firstAtom();
            for (ZMatrixRow place : template(residue).places()) {
                Row row = resolve(residue, place, rowOf);
                rows[at++] = row;
                rowOf.put(row.atom, row);
            }
        }
    }

    /**
     * The conformation in which every torsion is the template's preferred one. It may clash; its bond lengths, angles
     * and chiralities are those of L-amino acids.
     *
     * @return [A][3] flattened, nm
     */
    static double[] preferred(Topology topology) {
        ChainGeometry chain = new ChainGeometry(topology);
        for (Residue residue : topology.residues()) {
            template(residue)
                    .torsions()
                    .forEach((name, choices) ->
                            chain.turn(topology.atom(residue.index(), name), Math.toRadians(choices.getFirst())));
        }
        chain.place(0, topology.residues().size());
        return chain.xyz();
    }

    static ResidueTemplate template(Residue residue) {
        return ResidueTemplates.shared().get(residue.template());
    }

    private Row resolve(Residue residue, ZMatrixRow place, Map<Integer, Row> rowOf) {
        int[] references = {-1, -1, -1};
        for (int i = 0; i < place.references().size(); i++) {
            String name = place.references().get(i);
            references[i] = name.startsWith("-") ? before(residue, name, rowOf) : topology.atom(residue.index(), name);
        }
        return new Row(
                topology.atom(residue.index(), place.atom()), references[0], references[1], references[2], place);
    }

    private int before(Residue residue, String name, Map<Integer, Row> rowOf) {
        Row carbon = rowOf.get(topology.atom(residue.index() - 1, "C"));
        return switch (name) {
            case "-1" -> carbon.atom;
            case "-2" -> carbon.bonded;
            default -> carbon.angled;
        };
    }

    /** Sets the torsion (rad) about the bond that ends on an atom, as the torsion of the bond's leading atom. */
    void turn(int atom, double torsion) {
        turn[atom] = torsion;
    }

    /** Places the atoms of residues {@code from} (inclusive) to {@code to} (exclusive). */
    void place(int from, int to) {
        int first = topology.residues().get(from).firstAtom();
        int end = to < topology.residues().size() ? topology.residues().get(to).firstAtom() : rows.length;
        for (int i = first; i < end; i++) {
            place(rows[i]);
        }
    }

    private void place(Row row) {
        ZMatrixRow place = row.place;
        if (row.bonded < 0) {
            Arrays.fill(xyz, 3 * row.atom, 3 * row.atom + 3, 0);
        } else if (row.angled < 0) {
            put(row.atom, xyz[3 * row.bonded] + place.length(), xyz[3 * row.bonded + 1], xyz[3 * row.bonded + 2]);
        } else if (row.twisted < 0) {
            int sign = xyz[3 * row.angled] > xyz[3 * row.bonded] ? 1 : -1;
            put(
                    row.atom,
                    xyz[3 * row.bonded] + sign * place.length() * Math.cos(place.angle()),
                    xyz[3 * row.bonded + 1] + place.length() * Math.sin(place.angle()),
                    xyz[3 * row.bonded + 2]);
        } else {
            placeByTorsion(row, place.torsion() + turn[row.bonded]);
        }
    }

    private void placeByTorsion(Row row, double torsion) {
        Vector3 bonded = Vector3.of(xyz, row.bonded);
        Vector3 angled = Vector3.of(xyz, row.angled);
        Vector3 along = unit(bonded.minus(angled));
        Vector3 normal = unit(angled.minus(Vector3.of(xyz, row.twisted)).cross(along));
        Geometry.extended(bonded, along, normal, row.place.length(), row.place.angle(), torsion)
                .putTo(xyz, row.atom);
    }

    private void put(int atom, double x, double y, double z) {
        xyz[3 * atom] = x;
        xyz[3 * atom + 1] = y;
        xyz[3 * atom + 2] = z;
    }

    /** Divided by the length, not times its inverse: structures that are built stay what they were to the last bit. */
    private static Vector3 unit(Vector3 a) {
        return a.over(a.norm());
    }

    /** The coordinates as they stand, [A][3] flattened, nm; shared, not copied. */
    double[] xyz() {
        return xyz;
    }
}
