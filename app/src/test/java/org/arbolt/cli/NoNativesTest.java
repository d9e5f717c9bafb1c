package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.arbolt.tensor.Engine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What needs no native library has none: in a process without libtorch on its class path, with empty folders in the
 * place of the user's own and of the unpacked libraries.
 */
@Tag("slow")
class NoNativesTest {
    @TempDir
    private Path folder;

    @Test
    void commandsThatTrainNothingLoadNoNativeLibrary() throws IOException, InterruptedException {
        String without = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("bytedeco"))
                .collect(Collectors.joining(":"));
        assertThat(without).isNotEqualTo(System.getProperty("java.class.path"));
        Path natives = Files.createDirectory(folder.resolve("natives"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.home=" + folder,
                        "-cp",
                        without,
                        NoNativesTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true);
        builder.environment().put("ARBOLT_NATIVES", natives.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(natives).isEmptyDirectory();
        assertThat(folder.resolve("samples/run.json")).content().doesNotContain("libtorch");
    }

    /** Each command that trains nothing, in small; fails if one does, or if something is loaded. */
    public static void main(String[] arguments) {
        String folder = arguments[0];
        String model = Path.of("..", "models", "Ace-A-Nme.internal.safetensors").toString();
        List<String[]> commands = List.of(
                words("md Ace-A-Nme --frames 32 --ladders 4 --cold-rungs 2 --rungs 3 --equilibration 1 -o " + folder
                        + "/md"),
                words("energy " + folder + "/md/topology.pdb " + folder + "/md/trajectory.npz -o " + folder
                        + "/energies.npz"),
                words("sample Ace-A-Nme --model " + model + " --samples 40 -o " + folder + "/samples"),
                words("evaluate " + folder + "/samples --reference " + folder + "/md/trajectory.npz"),
                words("report " + folder + "/samples"),
                words("import " + ShippedModels.PUBLISHED + " --heads 2 -o " + folder + "/published.safetensors"),
                words("export " + folder + "/published.safetensors -o " + folder + "/state.safetensors"));
        for (String[] command : commands) {
            if (Arbolt.execute(command) != 0 || Engine.loaded().isPresent()) {
                System.err.println("failed: " + String.join(" ", command) + "; loaded " + Engine.loaded());
                Runtime.getRuntime().halt(1);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static String[] words(String line) {
        return line.split(" ");
    }
}
