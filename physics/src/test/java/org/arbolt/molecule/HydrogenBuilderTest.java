package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hydrogens taken away and built again. */
class HydrogenBuilderTest {
    private static final String ALL = "Ace-ARNDCEQGHILKMFPSTWYV-Nme";

    private static boolean[] heavy(Topology topology) {
        boolean[] there = new boolean[topology.atomCount()];
        topology.atoms().forEach(atom -> there[atom.index()] = atom.element() != Element.H);
        return there;
    }

    private static double[] rebuilt(Topology topology, double[] xyz, boolean[] there) {
        double[] out = xyz.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = there[i / 3] ? xyz[i] : Double.NaN;
        }
        new HydrogenBuilder(topology).place(out, there);
        return out;
    }

    private static double distance(double[] a, int i, double[] b, int j) {
        return Math.hypot(Math.hypot(a[3 * i] - b[3 * j], a[3 * i + 1] - b[3 * j + 1]), a[3 * i + 2] - b[3 * j + 2]);
    }

    /** All but those about bonds that turn come back to where the minimum of the bonded terms has them. */
    @ParameterizedTest
    @ValueSource(strings = {ALL, "PGHKS", "WNQRT", "CYFIV"})
    void hydrogensThatBondsFixComeBack(String name) {
        Molecule molecule = Peptide.of(name);
        double[] built = rebuilt(molecule.topology(), molecule.xyz(), heavy(molecule.topology()));
        for (Topology.Atom atom : molecule.topology().atoms()) {
            if (!turns(molecule.topology(), atom)) {
                assertThat(distance(built, atom.index(), molecule.xyz(), atom.index()))
                        .as(name + " " + atom)
                        .isLessThan(0.015); // nm; 8° at the end of a bond
            }
        }
    }

    /** Hydrogens of methyl, ammonium, hydroxyl and thiol. */
    private static boolean turns(Topology topology, Topology.Atom atom) {
        if (atom.element() != Element.H) {
            return false;
        }
        int owner = owner(topology, atom.index());
        long heavy = topology.bonds().stream()
                .filter(b -> b.first() == owner || b.second() == owner)
                .map(b -> b.first() == owner ? b.second() : b.first())
                .filter(i -> topology.atoms().get(i).element() != Element.H)
                .count();
        long all = topology.bonds().stream()
                .filter(b -> b.first() == owner || b.second() == owner)
                .count();
        return heavy == 1 && all != 3;
    }

    private static int owner(Topology topology, int hydrogen) {
        return topology.bonds().stream()
                .filter(b -> b.first() == hydrogen || b.second() == hydrogen)
                .mapToInt(b -> b.first() == hydrogen ? b.second() : b.first())
                .findFirst()
                .orElseThrow();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {ALL, "PGHKS", "WWWWWWWWWW", "RRRRRRRRRR", "SSSSTTTTYYYY", "CCMMKKAAVV"})
    void builtHydrogensHaveTheirBondLengthsAndDoNotClash(String name) {
        Molecule molecule = Peptide.of(name);
        Topology topology = molecule.topology();
        double[] built = rebuilt(topology, molecule.xyz(), heavy(topology));
        for (Topology.Atom atom : topology.atoms()) {
            if (atom.element() == Element.H) {
                int owner = owner(topology, atom.index());
                assertThat(distance(built, atom.index(), built, owner))
                        .isCloseTo(distance(molecule.xyz(), atom.index(), molecule.xyz(), owner), within(1e-4));
            }
        }
        assertThat(new Contacts(topology).closest(built)).isGreaterThan(StartStructure.CLASH);
    }

    /** Each hydrogen is built from the handedness of what is there, never from a template's. */
    @Test
    void theMirrorImageStaysAMirrorImage() {
        Molecule molecule = Peptide.of(ALL);
        double[] mirrored = molecule.xyz().clone();
        for (int i = 0; i < mirrored.length; i += 3) {
            mirrored[i] = -mirrored[i];
        }
        double[] built = rebuilt(molecule.topology(), mirrored, heavy(molecule.topology()));
        Stereocentres stereocentres = Stereocentres.of(molecule.topology(), molecule.xyz());
        assertThat(stereocentres.count()).isEqualTo(21); // 19 alpha carbons, CB of isoleucine and threonine
        assertThat(stereocentres.inverted(built, 0)).isTrue();
    }

    /** Any subset of the hydrogens may be missing; those that are there stay. */
    @Test
    void whatIsThereIsKept() {
        Molecule molecule = Peptide.of("Ace-SKPGNW-Nme");
        RandomStream random = new Seed(4).stream("hydrogens", 0);
        for (int n = 0; n < 50; n++) {
            boolean[] there = heavy(molecule.topology());
            for (int i = 0; i < there.length; i++) {
                there[i] |= random.nextInt(2) == 0;
            }
            double[] built = rebuilt(molecule.topology(), molecule.xyz(), there);
            for (int i = 0; i < there.length; i++) {
                assertThat(distance(built, i, molecule.xyz(), i)).isLessThan(there[i] ? 1e-12 : 0.25);
            }
            assertThat(new Contacts(molecule.topology()).closest(built)).isGreaterThan(0.6);
        }
    }

    @Test
    void flatCarbonsAreRefusedByName() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Topology topology = molecule.topology();
        double[] xyz = molecule.xyz().clone();
        int ca = topology.atom(1, "CA");
        for (int k = 0; k < 3; k++) {
            int axis = k;
            xyz[3 * ca + k] = List.of("N", "CB", "C").stream()
                            .mapToDouble(a -> molecule.xyz()[3 * topology.atom(1, a) + axis])
                            .sum()
                    / 3;
        }
        assertThatThrownBy(() -> rebuilt(topology, xyz, heavy(topology)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("CA of residue ALA 2")
                .hasMessageContaining("HA");
    }
}
