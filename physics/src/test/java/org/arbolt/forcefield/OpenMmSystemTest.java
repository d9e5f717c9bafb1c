package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading serialised Systems; that their energies are OpenMM's is {@link OpenMmAgreementTest}'s. */
class OpenMmSystemTest {
    private static final String OBC2 = "amber14-obc2";

    @TempDir
    private Path folder;

    private static String text(String name) throws IOException {
        return Files.readString(OpenMmReference.system(name));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("system.xml"), text);
    }

    private void requireRefused(String text, String... parts) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> OpenMmSystem.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void theSystemOfAForceFieldHasTheNumbersThatTheForceFieldAssigns() {
        SystemParameters read = OpenMmSystem.read(OpenMmReference.system(OBC2)).parameters();
        SystemParameters assigned = ForceField.named(OBC2).assign(Peptide.topology("Ace-A-Nme"));
        assertThat(read.masses()).isEqualTo(assigned.masses());
        assertThat(read.nonbonded().charge()).isEqualTo(assigned.nonbonded().charge());
        assertThat(read.torsions().k()).hasSameSizeAs(assigned.torsions().k());
        assertThat(read.solvent().model()).isEqualTo(assigned.solvent().model());
        assertThat(read.solvent().radius()).containsExactly(assigned.solvent().radius(), within(1e-15));
        assertThat(read.solvent().scale()).containsExactly(assigned.solvent().scale(), within(1e-14));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=\"HarmonicBondForce\" usesPeriodic=\"0\"|type=\"HarmonicBondForce\" usesPeriodic=\"1\"|periodic",
                "type=\"HarmonicAngleForce\"|type=\"CMAPTorsionForce\"|CMAPTorsionForce",
                "-0.8*psi^2+4.85*psi^3|-0.8*psi^2+4.9*psi^3|4.9*psi^3",
                "kappa=0|kappa=0.7|kappa=0.7",
                "1/(L^2)|1/(L^3)|1/(L^3)",
                "28.3919551|28.4|28.4",
                "<GlobalParameters/>|<GlobalParameters><Parameter default=\"1\" "
                        + "name=\"scale\"/></GlobalParameters>|parameter",
                "method=\"0\" name=\"NonbondedForce\"|method=\"4\" name=\"NonbondedForce\"|periodic method (4)",
                "method=\"0\" name=\"NonbondedForce\"|method=\"1\" name=\"NonbondedForce\"|another cut-off",
                "useSwitchingFunction=\"0\"|useSwitchingFunction=\"1\"|useSwitchingFunction",
                "<Particle mass=\"1.008\"/>|<Particle mass=\"0\"/>|mass of 0.0",
                "<Bond d=\".10900000000000001\" k=\"284511.99999999994\" p1=\"0\"|<Bond d=\".1\" k=\"9\" "
                        + "p1=\"99\"|names particle 99",
                "<Bond d=\".10900000000000001\" k=\"284511.99999999994\" p1=\"0\"|<Bond d=\".1\" k=\"NaN\" "
                        + "p1=\"0\"|not a finite number",
                "periodicity=\"1\"|periodicity=\"9\"|periodicity 9",
                "<Exception eps=\"0\" p1=\"0\" p2=\"2\"|<Exception eps=\"0\" p1=\"1\" p2=\"0\"|second one for "
                        + "particles 0 and 1",
                "type=\"CMMotionRemover\"|type=\"NonbondedForce\" method=\"0\"|second NonbondedForce",
                "type=\"CMMotionRemover\"|type=\"MonteCarloBarostat\"|MonteCarloBarostat",
                "<Particle param1=\".1123\" param2=\".111\"|<Particle param1=\".1123\" param2=\"0\"|radius",
                "<System|<Tree|Tree is not what a System file begins with"
            })
    void whatIsNotSupportedIsRefusedByName(String from, String to, String told) throws IOException {
        String good = text(OBC2);
        assertThat(good).contains(from);
        requireRefused(
                good.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to))
                        .replace("</System>", to.startsWith("<Tree") ? "</Tree>" : "</System>"),
                told);
    }

    @Test
    void filesThatAreNoSystemAreRefused() throws IOException {
        requireRefused("", "no XML");
        requireRefused("ATOM      1  N   ALA A   1", "no XML");
        requireRefused("<System></System>", "no particles");
        requireRefused("<System><Particles><Particle mass=\"1\"/></Particles></System>", "no NonbondedForce");
        String good = text(OBC2);
        requireRefused(good.substring(0, good.length() / 2), "no XML");
        assertThatThrownBy(() -> OpenMmSystem.read(folder.resolve("absent.xml")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("absent.xml");
    }

    @Test
    void documentTypesAndEntitiesAreRefused() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "1.008");
        requireRefused(
                "<?xml version=\"1.0\"?><!DOCTYPE System [<!ENTITY x SYSTEM \"" + secret.toUri()
                        + "\">]><System><Particles>&x;</Particles></System>",
                "document type");
        requireRefused(
                "<?xml version=\"1.0\"?><!DOCTYPE System [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                        + "<System><Particles>&b;</Particles></System>",
                "document type");
    }

    /** Random single changes of a good file: always a System or one clear line. */
    @Tag("slow")
    @Test
    void mutatedFilesGiveASystemOrOneClearLine() throws IOException {
        byte[] good = text(OBC2).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k < 3; k++) {
                bad[random.nextInt(bad.length)] = (byte) (32 + random.nextInt(96));
            }
            Path file = Files.write(folder.resolve("mutated.xml"), bad);
            try {
                OpenMmSystem.read(file);
            } catch (BadInput e) {
                refused++;
                assertThat(e.getMessage()).contains("mutated.xml").doesNotContain("\n");
            }
        }
        assertThat(refused).isBetween(50, 299);
    }

    @Test
    void anotherOrderOfAtomsIsTheSameMolecule() {
        OpenMmReference dipeptide = OpenMmReference.read("openmm-systems.bin").getFirst();
        OpenMmSystem system = OpenMmSystem.read(OpenMmReference.system(dipeptide.title()));
        int[] order = IntStream.range(0, 22).map(i -> (i * 5 + 3) % 22).toArray();
        Frames turned = Frames.allocate(dipeptide.frames().count(), 22);
        for (int f = 0; f < turned.count(); f++) {
            for (int i = 0; i < 22; i++) {
                System.arraycopy(dipeptide.frames().xyz(), (f * 22 + order[i]) * 3, turned.xyz(), (f * 22 + i) * 3, 3);
            }
        }
        double[] before = system.potential(EnergyPrecision.DOUBLE)
                .evaluate(dipeptide.frames(), false)
                .total();
        double[] after = system.inOrder(order)
                .potential(EnergyPrecision.DOUBLE)
                .evaluate(turned, false)
                .total();
        for (int f = 0; f < before.length; f++) {
            assertThat(after[f]).isCloseTo(before[f], within(1e-9 * Math.abs(before[f]) + 1e-9));
        }
    }

    @Test
    void aSystemOfAnotherMoleculeIsRefused() {
        OpenMmSystem system = OpenMmSystem.read(OpenMmReference.system(OBC2));
        assertThatCode(() -> system.requireMolecule(Peptide.topology("Ace-A-Nme")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> system.requireMolecule(Peptide.topology("AAA")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("22 particles")
                .hasMessageContaining("33 atoms");
        int[] swapped = IntStream.range(0, 22).toArray();
        swapped[4] = 8; // two carbons
        swapped[8] = 4;
        assertThatThrownBy(() -> system.inOrder(swapped).requireMolecule(Peptide.topology("Ace-A-Nme")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("bond between");
        swapped[0] = 4;
        swapped[8] = 0;
        assertThatThrownBy(() -> system.inOrder(swapped).requireMolecule(Peptide.topology("Ace-A-Nme")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("particle 1 has a mass");
    }

    @Test
    void aSystemMayHaveNoSurfaceTerm() throws IOException {
        String without =
                text(OBC2).lines().filter(line -> !line.contains("28.3919551")).collect(Collectors.joining("\n"));
        GbModel model = OpenMmSystem.read(file(without)).parameters().solvent().model();
        assertThat(model).isEqualTo(GbModel.CUSTOM_OBC2.withoutSurface());
        assertThat(model.surface()).isZero();
    }

    @Test
    void constraintsAreCounted() {
        assertThat(OpenMmSystem.read(OpenMmReference.system("amber14-obc1-constraints"))
                        .constraints())
                .isEqualTo(12);
        assertThat(OpenMmSystem.read(OpenMmReference.system(OBC2)).constraints())
                .isZero();
    }
}
