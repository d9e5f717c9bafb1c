package org.arbolt.io.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our files in the hands of others and theirs in ours, where they are installed (Debian: python3-mdtraj,
 * python3-mdanalysis, gromacs). Where they are not, the test says so and is reported as aborted.
 */
class InteroperabilityTest {
    private static final String PYTHON = "/usr/bin/python3"; // Debian's, which sees Debian's packages
    private static final int FRAMES = 12;
    private static final double SINGLE = 2e-7; // nm: rounding of float32
    private static final double XTC = 0.5e-3 + SINGLE; // nm: half a step of the format
    private static final double PDB = 0.5e-4 + SINGLE; // nm: half a digit of the format
    private static final Pattern READING =
            Pattern.compile("^(?:numpy|tarfile|mdtraj|mdanalysis) (\\w+) ([0-9.e+-]+)$", Pattern.MULTILINE);
    private static final Molecule MOLECULE = Peptide.of("AG");
    private static final Topology TOPOLOGY = MOLECULE.topology();

    @TempDir
    Path folder;

    private Frames frames;

    @BeforeEach
    void writeOurs() throws IOException {
        int atoms = TOPOLOGY.atomCount();
        float[] xyz = new float[FRAMES * 3 * atoms];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = (float) (MOLECULE.xyz()[i % (3 * atoms)] + 0.02 * Math.sin(i * 1.7));
        }
        NpyArray positions = NpyArray.of(xyz, FRAMES, atoms, 3);
        frames = new Frames(atoms, positions.toDoubles());
        PdbFile.write(folder.resolve("ours.pdb"), TOPOLOGY, frames);
        DcdFile.write(folder.resolve("ours.dcd"), frames);
        XtcFile.write(folder.resolve("ours.xtc"), frames);
        Npy.write(folder.resolve("ours.npy"), positions);
        double[] energy = new double[FRAMES];
        Arrays.setAll(energy, f -> 0.5 * f);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", positions);
        arrays.put("energy", NpyArray.of(energy));
        arrays.put("names", NpyArray.of(new String[] {"CA", "HH31"}));
        Npz.write(folder.resolve("ours.npz"), arrays);
        try (PeptideShardWriter out = new PeptideShardWriter(folder.resolve("ours.tar"))) {
            for (int f = 0; f < FRAMES; f++) {
                out.add("AG", Arrays.copyOfRange(xyz, f * 3 * atoms, (f + 1) * 3 * atoms));
            }
            out.commit();
        }
    }

    @Test
    void pythonReadsOursAndWeReadPythons() throws Exception {
        requireProgram(PYTHON, "-c", "import numpy");
        Path script = folder.resolve("interoperability.py");
        try (InputStream source = InteroperabilityTest.class.getResourceAsStream("interoperability.py")) {
            Files.copy(source, script);
        }
        String told = run(PYTHON, script.toString(), folder.toString());
        checkTheirReadings(told);
        readTheirs(told.contains("missing mdtraj"), told.contains("missing MDAnalysis"));
        if (told.contains("missing ")) {
            String message = "not installed, so not tested: "
                    + told.lines().filter(l -> l.startsWith("missing ")).toList();
            System.out.println(message);
            abort(message);
        }
        assertThat(coordinateBytes("mdtraj.xtc")).as("packed to the bit").isEqualTo(coordinateBytes("ours.xtc"));
        assertThat(coordinateBytes("mdanalysis.xtc")).as("packed to the bit").isEqualTo(coordinateBytes("ours.xtc"));
    }

    @Test
    void gromacsChecksOurs() throws Exception {
        requireProgram("gmx", "--version");
        String told = run("gmx", "check", "-f", folder.resolve("ours.xtc").toString());
        assertThat(told).containsPattern("Coords\\s+" + FRAMES).contains("# Atoms  " + TOPOLOGY.atomCount());
        String structure = run("gmx", "check", "-f", folder.resolve("ours.pdb").toString());
        assertThat(structure).containsPattern("Coords\\s+" + FRAMES);
    }

    /** GROMACS's own reader and writer between our files: what comes back is what went in, to the bit. */
    @Test
    void gromacsCopiesOurTrajectoryUnchanged() throws Exception {
        requireProgram("gmx", "--version");
        Path copy = folder.resolve("copy.xtc");
        run("gmx", "trjcat", "-f", folder.resolve("ours.xtc").toString(), "-o", copy.toString());
        assertThat(XtcFile.read(copy).xyz())
                .isEqualTo(XtcFile.read(folder.resolve("ours.xtc")).xyz());
    }

    private static void checkTheirReadings(String told) {
        List<MatchResult> readings = READING.matcher(told).results().toList();
        int programs =
                3 * (told.contains("missing mdtraj") ? 0 : 1) + 3 * (told.contains("missing MDAnalysis") ? 0 : 1);
        assertThat(readings).as(told).hasSize(2 + programs);
        for (MatchResult reading : readings) {
            assertThat(Double.parseDouble(reading.group(2)))
                    .as(reading.group())
                    .isLessThanOrEqualTo(tolerance(reading.group(1)));
        }
    }

    private void readTheirs(boolean withoutMdtraj, boolean withoutMdanalysis) {
        Stream<String> names = Stream.of("numpy.npz", "deflated.npz", "numpy.npy", "python.tar");
        if (!withoutMdtraj) {
            names = Stream.concat(names, Stream.of("mdtraj.pdb", "mdtraj.dcd", "mdtraj.xtc"));
        }
        if (!withoutMdanalysis) {
            names = Stream.concat(names, Stream.of("mdanalysis.pdb", "mdanalysis.dcd", "mdanalysis.xtc"));
        }
        names.forEach(name -> {
            Frames back = TrajectoryFile.read(folder.resolve(name), TOPOLOGY);
            double tolerance = tolerance(name.substring(name.lastIndexOf('.') + 1));
            assertThat(back.xyz()).as(name).containsExactly(frames.xyz(), within(tolerance));
        });
    }

    private static double tolerance(String format) {
        return switch (format) {
            case "xtc" -> XTC;
            case "pdb" -> PDB;
            case "dcd" -> SINGLE;
            default -> 0;
        };
    }

    /** The coordinates of an XTC file as they stand there, without step, time and box. */
    private byte[] coordinateBytes(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        int at = 0;
        int kept = 0;
        while (at < bytes.length) {
            int length = ByteBuffer.wrap(bytes).getInt(at + 88);
            int end = at + 92 + (length + 3) / 4 * 4;
            System.arraycopy(bytes, at + 52, bytes, kept, end - at - 52);
            kept += end - at - 52;
            at = end;
        }
        return Arrays.copyOf(bytes, kept);
    }

    private void requireProgram(String... command) throws Exception {
        try {
            run(command);
        } catch (IOException | AssertionError e) {
            String message = "not installed, so not tested: " + String.join(" ", command);
            System.out.println(message);
            abort(message);
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + told)
                .isZero();
        return told;
    }
}
