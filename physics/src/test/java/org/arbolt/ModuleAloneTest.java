package org.arbolt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.arbolt.forcefield.ForceField;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module with what it needs to run, and nothing else: the build writes its class path. */
class ModuleAloneTest {
    private static final String PROGRAM = """
            import org.arbolt.forcefield.ForceField;
            import org.arbolt.molecule.Frames;
            import org.arbolt.molecule.Molecule;
            import org.arbolt.peptide.Peptide;

            class Energy {
                public static void main(String[] arguments) {
                    Molecule molecule = Peptide.of("Ace-A-Nme");
                    Frames frames = new Frames(molecule.topology().atomCount(), molecule.xyz());
                    System.out.println(ForceField.named("amber99sbildn-obc")
                            .potential(molecule.topology()).energies(frames)[0]);
                }
            }
            """;

    @TempDir
    private Path folder;

    private static List<String> libraries() throws IOException {
        return List.of(Files.readString(Path.of("target", "runtime-class-path.txt"))
                .strip()
                .split(File.pathSeparator));
    }

    @Tag("slow")
    @Test
    void itGivesEnergiesAlone() throws Exception {
        Path source = Files.writeString(folder.resolve("Energy.java"), PROGRAM);
        List<String> path = new ArrayList<>(libraries());
        path.add(Path.of("target", "classes").toAbsolutePath().toString());
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        String.join(File.pathSeparator, path),
                        source.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(java.waitFor()).isZero();
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Frames frames = new Frames(molecule.topology().atomCount(), molecule.xyz());
        assertThat(Double.parseDouble(printed))
                .isEqualTo(ForceField.named("amber99sbildn-obc")
                        .potential(molecule.topology())
                        .energies(frames)[0]);
    }

    @Test
    void itNeedsNoNativeLibraryNoCommandLineAndNoYaml() throws IOException {
        for (String library : libraries()) {
            assertThat(Path.of(library).getFileName().toString())
                    .doesNotContainIgnoringCase("picocli")
                    .doesNotContainIgnoringCase("yaml")
                    .doesNotContainIgnoringCase("pytorch")
                    .doesNotContainIgnoringCase("mkl")
                    .doesNotContainIgnoringCase("javacpp");
            try (ZipFile jar = new ZipFile(library)) {
                assertThat(jar.stream().map(entry -> entry.getName()))
                        .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)([.0-9]*)"));
            }
        }
    }
}
