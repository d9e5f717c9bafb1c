package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.molecule.Torsions.Torsion;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorsionsTest {
    private static final Torsion FOUR = new Torsion("test", 0, 1, 2, 3);

    /** Looking along +z from b to c, a right-handed turn about +z is clockwise, hence positive. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 60, 90, 179.9, 180, -179.9, -90, -1e-6})
    void aTurnAboutTheMiddleBondIsTheAngle(double degrees) {
        double turn = Math.toRadians(degrees);
        double[] xyz = {
            9,
            9,
            9, // an atom of the frame before
            0.1,
            0,
            0.03,
            0,
            0,
            0,
            0,
            0,
            0.15,
            0.12 * Math.cos(turn),
            0.12 * Math.sin(turn),
            0.2
        };
        assertThat(Torsions.angle(xyz, 3, FOUR)).isCloseTo(turn, within(1e-12));
    }

    @Test
    void aFlatZigzagIsPlusPiWhateverTheSignOfZero() {
        double[] xyz = {1, -0.0, 0, 0, 0, 0, 0, 0, 1, -1, -0.0, 1};
        assertThat(Torsions.angle(xyz, 0, FOUR)).isEqualTo(Math.PI);
        xyz[10] = 0.0;
        assertThat(Torsions.angle(xyz, 0, FOUR)).isEqualTo(Math.PI);
    }

    @Test
    void aMirrorImageHasTheOppositeAngle() {
        double[] xyz = Peptide.of("Ace-W-Nme").xyz();
        double[] mirrored = xyz.clone();
        for (int i = 0; i < mirrored.length; i += 3) {
            mirrored[i] = -mirrored[i];
        }
        for (Torsion torsion : Torsions.phiPsi(Peptide.topology("Ace-W-Nme"))) {
            assertThat(Torsions.angle(mirrored, 0, torsion)).isCloseTo(-Torsions.angle(xyz, 0, torsion), within(1e-12));
        }
    }

    @Test
    void alanineDipeptideHasOnePhiAndOnePsi() {
        Topology topology = Peptide.topology("Ace-A-Nme");
        assertThat(Torsions.phiPsi(topology))
                .containsExactly(new Torsion("phi ALA 2", 4, 6, 8, 14), new Torsion("psi ALA 2", 6, 8, 14, 16));
        assertThat(Torsions.omega(topology)).isEmpty();
    }

    @Test
    void torsionsDoNotReachAcrossAChainBreak() {
        Topology topology = TopologyBuilder.fromTemplates(List.of("NALA", "CALA", "NALA", "CALA"));
        assertThat(Torsions.phi(topology)).extracting(Torsion::name).containsExactly("phi ALA 2", "phi ALA 4");
        assertThat(Torsions.psi(topology)).extracting(Torsion::name).containsExactly("psi ALA 1", "psi ALA 3");
        assertThat(Torsions.omega(topology)).hasSize(2);
    }

    /** Atoms exactly; angles to the single precision in which MDTraj holds coordinates. */
    @Test
    void atomsAndAnglesAreThoseOfMdtraj() throws IOException {
        JsonNode peptides;
        try (InputStream in = TorsionsTest.class.getResourceAsStream("torsions.json")) {
            peptides = new ObjectMapper().readTree(in).get("peptides");
        }
        assertThat(peptides).hasSize(5);
        for (JsonNode peptide : peptides) {
            Topology topology = Peptide.topology(peptide.get("name").asText());
            double[] xyz = doubles(peptide.get("xyz"));
            requireSame(peptide.get("phi"), Torsions.phi(topology), xyz);
            requireSame(peptide.get("psi"), Torsions.psi(topology), xyz);
            requireSame(peptide.get("omega"), Torsions.omega(topology), xyz);
        }
    }

    private static void requireSame(JsonNode pinned, List<Torsion> found, double[] xyz) {
        assertThat(found).hasSize(pinned.size());
        for (int i = 0; i < found.size(); i++) {
            Torsion torsion = found.get(i);
            assertThat(List.of((double) torsion.a(), (double) torsion.b(), (double) torsion.c(), (double) torsion.d()))
                    .containsExactlyElementsOf(list(pinned.get(i).get("atoms")));
            assertThat(Torsions.angle(xyz, 0, torsion))
                    .isCloseTo(pinned.get(i).get("angle").asDouble(), within(1e-5));
        }
    }

    private static List<Double> list(JsonNode array) {
        return java.util.Arrays.stream(doubles(array)).boxed().toList();
    }

    private static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    @Test
    void sideChainsHaveAFirstTorsionButForAlanineGlycineAndProline() {
        assertThat(Torsions.chi1(Peptide.topology("KAGPTVC")))
                .extracting(Torsions.Torsion::name)
                .containsExactly("chi1 LYS 1", "chi1 THR 5", "chi1 VAL 6", "chi1 CYS 7");
        Topology threonine = Peptide.topology("Ace-T-Nme");
        Torsions.Torsion chi1 = Torsions.chi1(threonine).getFirst();
        assertThat(threonine.atoms().get(chi1.d()).name()).isEqualTo("OG1");
    }
}
