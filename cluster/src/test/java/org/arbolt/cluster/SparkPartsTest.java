package org.arbolt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.cli.Arbolt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts on Spark in this process; cluster/standalone.sh is for one of several processes. */
class SparkPartsTest {
    private static final String MODEL =
            Path.of("../models/Ace-A-Nme.internal.safetensors").toAbsolutePath().toString();

    @TempDir
    private Path folder;

    private static String complaint(int exitCode, String words) {
        StringWriter complaints = new StringWriter();
        assertThat(Arbolt.execute(new PrintWriter(complaints, true), words.split(" ")))
                .as(complaints.toString())
                .isEqualTo(exitCode);
        return complaints.toString();
    }

    @Test
    void samplesAndEnergiesAreThoseOfOneProcess() {
        String sample = "sample Ace-A-Nme --samples 9 --model " + MODEL;
        complaint(0, sample + " -o " + folder.resolve("whole"));
        complaint(0, sample + " --spark local[2] --parts 3 -o " + folder.resolve("spark"));
        assertThat(folder.resolve("spark/samples.npz")).hasSameBinaryContentAs(folder.resolve("whole/samples.npz"));
        String energy = "energy " + folder.resolve("whole/topology.pdb") + " " + folder.resolve("whole/samples.dcd")
                + " --forces";
        complaint(0, energy + " -o " + folder.resolve("whole.npz"));
        complaint(0, energy + " --spark local[2] --parts 2 -o " + folder.resolve("spark.npz"));
        assertThat(folder.resolve("spark.npz")).hasSameBinaryContentAs(folder.resolve("whole.npz"));
    }

    @Test
    void partsAreKeptInAFileSystemOfHadoop() throws IOException {
        String sample = "sample Ace-A-Nme --samples 9 --model " + MODEL;
        complaint(0, sample + " -o " + folder.resolve("whole"));
        String shared = " --spark local[2] --parts 3 --shared "
                + folder.resolve("bucket").toUri();
        complaint(0, sample + shared + " -o " + folder.resolve("run"));
        assertThat(folder.resolve("run/samples.npz")).hasSameBinaryContentAs(folder.resolve("whole/samples.npz"));
        assertThat(folder.resolve("bucket/2/_SUCCESS")).exists();

        Files.delete(folder.resolve("bucket/2/_SUCCESS")); // as if it had been cut off: that part is computed again
        complaint(0, sample + shared + " -o " + folder.resolve("again"));
        assertThat(folder.resolve("again/samples.npz")).hasSameBinaryContentAs(folder.resolve("whole/samples.npz"));
        assertThat(folder.resolve("bucket/2/_SUCCESS")).exists();
    }

    @Test
    void aPoisonedPartIsNamedTheRestKeptAndTheSameCommandGoesOn() throws IOException {
        Path parts = folder.resolve("run.parts");
        Files.createDirectories(parts.resolve("2"));
        Path poison = Files.writeString(parts.resolve("2/thesis.txt"), "precious");
        String sample = "sample Ace-A-Nme --samples 9 --model " + MODEL + " --spark local[2] --parts 3 -o "
                + folder.resolve("run");
        assertThat(complaint(2, sample)).contains("part 2/3 failed", "no run folder", "the others are kept");
        assertThat(parts.resolve("1/samples.part.npz")).isNotEmptyFile();
        assertThat(parts.resolve("3/samples.part.npz")).isNotEmptyFile();
        Files.delete(poison);
        complaint(0, sample);
        assertThat(folder.resolve("run/samples.npz")).isNotEmptyFile();
    }
}
