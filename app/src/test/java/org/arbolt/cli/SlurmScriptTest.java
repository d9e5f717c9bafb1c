package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of docs/cluster.md, as it stands there, with an {@code sbatch} and an {@code arbolt} that note what they
 * are told.
 */
class SlurmScriptTest {
    /** Computes the tasks of an array one after the other, and then what is wrapped. */
    private static final String SBATCH = """
            #!/usr/bin/env bash
            set -euo pipefail
            for word in "$@"; do
              case "$word" in
                --array=1-*) tasks=$(seq 1 "${word#--array=1-}") ;;
                --array=*) tasks=$(tr , ' ' <<<"${word#--array=}") ;;
                --dependency=*) [[ "$word" == --dependency=afterok:4711 ]] || exit 3 ;;
              esac
            done
            for i in ${tasks:-}; do SLURM_ARRAY_TASK_ID=$i bash "${@: -1}"; done
            case " $* " in *" --wrap "*) bash -c "${@: -1}" ;; *) echo "4711;cluster" ;; esac
            """;

    @TempDir
    private Path folder;

    private static String script() throws IOException {
        String page = Files.readString(Path.of("../docs/cluster.md"));
        int start = page.indexOf("#!/usr/bin/env bash");
        return page.substring(start, page.indexOf("```", start));
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void submit(Path arbolt, Path run, String... tasks) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("bash", folder.resolve("samples.sh").toString()));
        words.addAll(List.of(tasks));
        ProcessBuilder bash = new ProcessBuilder(words).redirectErrorStream(true);
        bash.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        bash.environment().put("ARBOLT", arbolt.toString());
        bash.environment().put("RUN", run.toString());
        bash.environment().put("PARTS", "3");
        Process process = bash.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }

    @Test
    void theCommandsOfTheScriptMakeTheRunOfOneProcess() throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        program("sbatch", SBATCH);
        Path arbolt = program("arbolt", "#!/usr/bin/env bash\necho \"$@\" >> '" + said + "'\n");
        Path run = folder.resolve("run");
        Files.writeString(folder.resolve("samples.sh"), script());
        submit(arbolt, run);

        List<String> commands = Files.readAllLines(said);
        assertThat(commands).hasSize(5);
        assertThat(commands.getFirst()).isEqualTo("--version");
        assertThat(commands.get(2)).startsWith("sample AAA ").endsWith("--part 2/3 --output " + run + ".parts/2");
        String tiny = "sample Ace-A-Nme --samples 11 --model " + TinyModels.withoutCentroid(folder) + " ";
        for (String command : commands.subList(1, 4)) {
            TinyRuns.succeeds(tiny + command.substring(command.indexOf("--part")));
        }
        TinyRuns.succeeds(commands.getLast());
        TinyRuns.succeeds(tiny + "-o " + folder.resolve("whole"));
        assertThat(run.resolve("samples.npz")).hasSameBinaryContentAs(folder.resolve("whole/samples.npz"));

        submit(arbolt, run, "1,3"); // those that failed, and the merge again
        List<String> again = Files.readAllLines(said).subList(5, 9);
        assertThat(again).containsExactly(commands.get(0), commands.get(1), commands.get(3), commands.get(4));
    }
}
