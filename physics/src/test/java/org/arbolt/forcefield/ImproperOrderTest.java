package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.forcefield.ForceFieldData.AtomType;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

/**
 * Amber leaves open in which order alike neighbours enter an improper torsion; OpenMM takes the order of the file, we
 * that of the templates, into which all files are put. The two differ by what this test states.
 */
class ImproperOrderTest {
    private static final ForceFieldData DATA = ForceFieldData.read("ff14SB.json");
    private static final Molecule MOLECULE = Peptide.of("Ace-D-Nme");

    /** The improper torsion of a carboxylate whose oxygens stand in a file in the order given. */
    private static double energy(String first, String second, double[] xyz) {
        Topology topology = MOLECULE.topology();
        Topology.Residue residue = topology.residues().get(1);
        List<AtomType> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String name : List.of("CG", "CB", first, second)) {
            int at = topology.atom(1, name) - residue.firstAtom();
            String type =
                    DATA.residues().get(residue.template()).atoms().get(at).type();
            names.add(type);
            types.add(DATA.types().get(type));
        }
        List<Topology.Atom> atoms = new ArrayList<>();
        for (String name : List.of("CG", "CB", first, second)) {
            atoms.add(new Topology.Atom(
                    atoms.size(),
                    name,
                    topology.atoms().get(topology.atom(1, name)).element(),
                    0));
        }
        Topology inFile = new Topology(atoms, List.of(), List.of(new Topology.Residue(0, "ASP", "ASP", 0, 4, 'A')));
        ImproperMatcher.Match match = new ImproperMatcher(
                        ForceFieldData.torsions(DATA.impropers()),
                        DATA.improperOrdering(),
                        inFile,
                        i -> types.get(i).className(),
                        names::get)
                .match(new int[] {0, 1, 2, 3});
        int[] order = match.arrange(new int[] {0, 1, 2, 3});
        int[] places = new int[4];
        for (int i = 0; i < 4; i++) {
            places[i] = topology.atom(1, atoms.get(order[i]).name());
        }
        double angle = Torsions.angle(xyz, 0, new Torsions.Torsion("", places[0], places[1], places[2], places[3]));
        return match.term().series().stream()
                .mapToDouble(c -> c.k() * (1 + Math.cos(c.periodicity() * angle - c.phase())))
                .sum();
    }

    @Test
    void theOrderOfAlikeNeighboursIsOfNoAccountInAPlaneAndOfLittleOutOfIt() {
        double[] xyz = MOLECULE.xyz().clone();
        assertThat(Math.abs(energy("OD1", "OD2", xyz) - energy("OD2", "OD1", xyz)))
                .isLessThan(1e-3);
        int beta = 3 * MOLECULE.topology().atom(1, "CB");
        int one = 3 * MOLECULE.topology().atom(1, "OD1");
        int two = 3 * MOLECULE.topology().atom(1, "OD2");
        double[] normal = new double[3];
        for (int k = 0; k < 3; k++) {
            int l = (k + 1) % 3;
            int m = (k + 2) % 3;
            normal[k] = (xyz[one + l] - xyz[beta + l]) * (xyz[two + m] - xyz[beta + m])
                    - (xyz[one + m] - xyz[beta + m]) * (xyz[two + l] - xyz[beta + l]);
        }
        double length = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
        for (int k = 0; k < 3; k++) {
            xyz[one + k] += 0.02 * normal[k] / length; // nm out of the plane of the others
        }
        assertThat(Math.abs(energy("OD1", "OD2", xyz) - energy("OD2", "OD1", xyz)))
                .isBetween(1e-4, 1.0);
    }
}
