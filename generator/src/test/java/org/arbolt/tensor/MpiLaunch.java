package org.arbolt.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Starts a main class of the tests in several processes by Open MPI's {@code mpirun}, where that is installed. */
public final class MpiLaunch {
    private MpiLaunch() {}

    /**
     * Runs it to its end and returns what it printed, lines of all processes mixed. Aborts the test, saying why, where
     * there is no Open MPI.
     */
    public static String run(int processes, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Optional<String> mpirun = mpirun();
        Assumptions.assumeTrue(
                mpirun.isPresent(), "not tested: Open MPI's mpirun is not installed (apt install openmpi-bin)");
        List<String> command =
                new ArrayList<>(List.of(mpirun.get(), "--oversubscribe", "-n", Integer.toString(processes)));
        command.addAll(java());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMPI_ALLOW_RUN_AS_ROOT", "1"); // containers
        builder.environment().put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("mpirun ended with " + process.exitValue() + ":\n" + output);
        }
        return output;
    }

    /** The command that starts another Java like this one, without a main class. */
    public static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED"));
        Stream.of("arbolt.device", "arbolt.torch")
                .filter(name -> System.getProperty(name) != null)
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private static Optional<String> mpirun() {
        return Stream.of("mpirun.openmpi", "mpirun")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
