package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.arbolt.tensor.MpiLaunch;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KillTest {
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    /** Training in a process of its own, which is ended by SIGKILL at random moments, whatever it is doing. */
    @Test
    void aProcessKilledAtAnyMomentGoesOnToTheBit() throws IOException, InterruptedException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Random random = new Random(20);
        for (int i = 0; i < KILLS; i++) {
            killAfter(broken, 1 + random.nextInt(20), random.nextInt(4_000_000));
        }
        try (var _ = TensorScope.open()) {
            float[] expected = KilledProcess.train(whole, () -> {});
            int[] reports = new int[1];
            assertThat(KilledProcess.train(broken, () -> reports[0]++)).isEqualTo(expected);
            assertThat(reports[0]).as("reports left after the kills").isBetween(1, 119);
        }
        assertThat(TrainerTest.curve(broken))
                .isEqualTo(TrainerTest.curve(whole))
                .hasSize(120);
        assertThat(files(broken)).isEqualTo(files(whole));
    }

    /** Kills the process so many nanoseconds after it has reported so many times. */
    private static void killAfter(Path run, int reports, int nanoseconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(MpiLaunch.java());
        command.add(KilledProcess.class.getName());
        command.add(run.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < reports; i++) {
                assertThat(out.readLine()).isEqualTo("reported");
            }
            Thread.sleep(nanoseconds / 1_000_000, nanoseconds % 1_000_000);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor())
                .as("exit status of a process ended by SIGKILL")
                .isEqualTo(128 + 9);
    }

    private static List<String> files(Path run) throws IOException {
        try (var files = Files.list(run.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
