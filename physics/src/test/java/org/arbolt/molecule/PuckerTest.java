package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proline within a chain (one torsion makes the pucker), and at its start (two). */
class PuckerTest {
    private static final List<String> RING = List.of("N", "CA", "CB", "CG", "CD");

    private static double[] coordinates(Molecule molecule) {
        InternalCoordinates internal = InternalCoordinates.of(molecule.topology());
        double[] q = new double[internal.count()];
        internal.toInternal(molecule.xyz(), 0, q, 0);
        return q;
    }

    /** The ring stays closed, and what hangs on it on its side. */
    @ParameterizedTest
    @ValueSource(strings = {"AP", "PA"})
    void ringsStayRings(String name) {
        Molecule molecule = Peptide.of(name);
        Topology topology = molecule.topology();
        InternalCoordinates internal = InternalCoordinates.of(topology);
        int[] ring = ring(topology, name.indexOf('P'));
        for (Pucker pucker : internal.puckers()) {
            double[] q = coordinates(molecule);
            pucker.change(q);
            double[] xyz = new double[molecule.xyz().length];
            internal.toCartesian(q, 0, xyz, 0);
            assertThat(Stereocentres.of(topology, molecule.xyz()).agree(xyz, 0)).isTrue();
            for (int i = 0; i < ring.length; i++) {
                int next = ring[(i + 1) % ring.length];
                assertThat(Geometry.distance(xyz, 3 * ring[i], 3 * next))
                        .isCloseTo(Geometry.distance(molecule.xyz(), 3 * ring[i], 3 * next), within(0.02));
            }
        }
    }

    private static int[] ring(Topology topology, int proline) {
        return RING.stream().mapToInt(atom -> topology.atom(proline, atom)).toArray();
    }

    @Test
    void aRingWithinAChainHasTwoPuckers() {
        Molecule molecule = Peptide.of("AP");
        InternalCoordinates internal = InternalCoordinates.of(molecule.topology());
        assertThat(internal.puckers()).hasSize(1);
        double[] q = coordinates(molecule);
        double before = torsion(molecule.xyz(), ring(molecule.topology(), 1));
        internal.puckers().getFirst().change(q);
        double[] xyz = new double[molecule.xyz().length];
        internal.toCartesian(q, 0, xyz, 0);
        assertThat(Math.abs(before)).isGreaterThan(0.2);
        assertThat(-torsion(xyz, ring(molecule.topology(), 1)) * Math.signum(before))
                .isGreaterThan(0.2);
    }

    /** N–CA–CB–CG. */
    private static double torsion(double[] xyz, int[] ring) {
        return Geometry.torsionBlondelKarplus(xyz, 3 * ring[0], 3 * ring[1], 3 * ring[2], 3 * ring[3]);
    }

    /** Five fifths of the circle lead back, and no two lead to the same. */
    @Test
    void aRingAtTheStartGoesRoundItsPuckers() {
        Molecule molecule = Peptide.of("PA");
        List<Pucker> puckers = InternalCoordinates.of(molecule.topology()).puckers();
        assertThat(puckers).hasSize(4);
        double[] once = coordinates(molecule);
        puckers.getFirst().change(once);
        double[] round = once.clone();
        for (int i = 0; i < 5; i++) {
            puckers.getFirst().change(round);
        }
        assertThat(round).containsExactly(once, within(1e-9));
        for (int i = 1; i < puckers.size(); i++) {
            double[] other = coordinates(molecule);
            puckers.get(i).change(other);
            assertThat(Arrays.mismatch(other, once)).isNotNegative();
        }
    }

    @Test
    void flatRingsHaveNone() {
        for (String flat : Set.of("F", "W", "H", "Y")) {
            InternalCoordinates internal = InternalCoordinates.of(Peptide.topology(flat + "A"));
            assertThat(internal.puckers()).isEmpty();
            assertThat(internal.hasPuckeredRing()).isFalse();
        }
    }
}
