package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * A residue with both backbone torsions.
 *
 * @param name e.g. {@code "ALA 2"}, residues counted from 1
 */
public record BackboneResidue(String name, Torsions.Torsion phi, Torsions.Torsion psi) {

    /** All of a molecule, in sequence. */
    public static List<BackboneResidue> of(Topology topology) {
        List<BackboneResidue> found = new ArrayList<>();
        for (Torsions.Torsion phi : Torsions.phi(topology)) {
            int residue = topology.atoms().get(phi.c()).residue();
            for (Torsions.Torsion psi : Torsions.psi(topology)) {
                if (topology.atoms().get(psi.b()).residue() == residue) {
                    found.add(new BackboneResidue(
                            topology.residues().get(residue).name() + " " + (residue + 1), phi, psi));
                }
            }
        }
        return found;
    }

    /** Those of a molecule whose torsions can change, or one of the two can, while some atoms are at rest. */
    public static List<BackboneResidue> free(Topology topology, BitSet atRest) {
        return of(topology).stream()
                .filter(residue -> !Torsions.free(List.of(residue.phi, residue.psi), atRest)
                        .isEmpty())
                .toList();
    }

    /** [F], rad: a torsion in every frame. */
    public static double[] angles(Frames frames, Torsions.Torsion torsion) {
        double[] angles = new double[frames.count()];
        Arrays.setAll(angles, f -> Torsions.angle(frames.xyz(), 3 * f * frames.atoms(), torsion));
        return angles;
    }

    /** [F], the basin of every frame. */
    public BackboneBasin[] basins(Frames frames) {
        double[] p = angles(frames, phi);
        double[] s = angles(frames, psi);
        BackboneBasin[] basins = new BackboneBasin[frames.count()];
        Arrays.setAll(basins, f -> BackboneBasin.of(p[f], s[f]));
        return basins;
    }
}
