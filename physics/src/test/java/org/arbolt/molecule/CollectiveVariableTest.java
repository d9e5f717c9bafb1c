package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectiveVariableTest {
    private final Molecule molecule = Peptide.of("AFRG");
    private final double[] moved = moved();

    private double[] moved() {
        double[] xyz = molecule.xyz().clone();
        Random random = new Random(5);
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] += 0.03 * random.nextGaussian();
        }
        return xyz;
    }

    private CollectiveVariable of(String text) {
        return CollectiveVariable.of(text, molecule.topology(), molecule.xyz());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "distance(CA 1, CA 4)",
                "distance(residue 1 and heavy, residue 3 and sidechain)",
                "angle(CA 1, CA 2, CA 3)",
                "torsion(CA 1, CA 2, CA 3, CA 4)",
                "phi(2)",
                "psi(1)",
                "omega(3)",
                "chi1(2)",
                "chi2(2)",
                "chi5(3)",
                "rmsd(backbone)",
                "gyration(heavy)"
            })
    void gradientsAreDifferencesOfValues(String text) {
        CollectiveVariable variable = of(text);
        double[] gradient = new double[moved.length];
        assertThat(variable.addGradient(moved, 0, 1, gradient, 0)).isEqualTo(variable.value(moved, 0));
        double step = 1e-5; // nm; the error of a central difference is of the order step²
        for (int i = 0; i < moved.length; i++) {
            double[] xyz = moved.clone();
            xyz[i] += step;
            double above = variable.value(xyz, 0);
            xyz[i] -= 2 * step;
            double slope = variable.difference(above, variable.value(xyz, 0)) / (2 * step);
            assertThat(gradient[i]).as("%s, coordinate %d", text, i).isCloseTo(slope, within(2e-6));
        }
    }

    @Test
    void valuesAreThoseOfTheirAtoms() {
        Topology topology = molecule.topology();
        assertThat(of("phi(2)").value(moved, 0))
                .isEqualTo(Torsions.angle(moved, 0, Torsions.phi(topology).getFirst()));
        assertThat(of("chi1(2)").value(moved, 0))
                .isEqualTo(Geometry.torsion(
                        moved,
                        3 * topology.atom(1, "N"),
                        3 * topology.atom(1, "CA"),
                        3 * topology.atom(1, "CB"),
                        3 * topology.atom(1, "CG")));
        assertThat(of("distance(CA 1, CA 4)").value(moved, 0))
                .isCloseTo(
                        Geometry.distance(moved, 3 * topology.atom(0, "CA"), 3 * topology.atom(3, "CA")),
                        within(1e-12));
        assertThat(of("phi(2)").toUser(Math.PI)).isEqualTo(180);
        assertThat(of("phi(2)").unit()).isEqualTo("degrees");
        assertThat(of("phi(2)").difference(3.1, -3.1)).isCloseTo(6.2 - 2 * Math.PI, within(1e-12));
    }

    @Test
    void rmsdIsThatAfterTheBestMotion() {
        RandomStream random = new Seed(3).stream("motion", 0);
        double[] turned = molecule.xyz().clone();
        double a = random.nextDouble() * 6;
        for (int i = 0; i < turned.length; i += 3) {
            double x = turned[i];
            turned[i] = Math.cos(a) * x - Math.sin(a) * turned[i + 1] + 3;
            turned[i + 1] = Math.sin(a) * x + Math.cos(a) * turned[i + 1] - 1;
        }
        assertThat(of("rmsd(all)").value(turned, 0)).isCloseTo(0, within(1e-7));
        Superposition best = Superposition.of(
                AtomSelection.of("all", molecule.topology(), molecule.xyz()).indices(), moved, 0, molecule.xyz());
        double[] laid = moved.clone();
        best.apply(laid, 0, molecule.topology().atomCount());
        double left = 0;
        for (int i = 0; i < laid.length; i++) {
            left += Math.pow(laid[i] - molecule.xyz()[i], 2);
        }
        assertThat(Math.sqrt(3 * left / laid.length)).isCloseTo(best.rmsd(), within(1e-9));
        double unlaid = 0;
        for (int i = 0; i < moved.length; i++) {
            unlaid += Math.pow(moved[i] - molecule.xyz()[i], 2);
        }
        assertThat(left).isLessThan(unlaid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "phi",
                "phi(1)", // has none
                "phi(9)",
                "phi(x)",
                "chi1(4)", // glycine
                "chi2(1)",
                "distance(CA 1)",
                "distance(CA 1, CA 1)",
                "angle(CA 1, CA 2, residue 3)",
                "torsion(CA 1, CA 2, CA 3, CA 1)",
                "rmsd(CA 1)",
                "speed(CA 1)",
                "distance(CA 1, CQ 2)"
            })
    void whatIsNoVariableIsRefusedInALine(String text) {
        assertThatThrownBy(() -> of(text)).isInstanceOf(BadInput.class).hasMessageNotContaining("\n");
    }
}
