package org.arbolt.io.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.NpyHeader;
import org.arbolt.io.numpy.NpyType;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.arbolt.units.LengthUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryFileTest {
    private static final int FRAMES = 10;
    private static final Molecule MOLECULE = Peptide.of("AG");
    private static final Topology TOPOLOGY = MOLECULE.topology();
    private static final int ATOMS = TOPOLOGY.atomCount();

    @TempDir
    Path folder;

    private final List<String> remarks = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"npz", "deflated.npz", "npy", "fortran.npy", "dcd", "xtc", "pdb", "tar"})
    void blocksMakeUpTheFile(String ending) throws IOException {
        Frames frames = frames();
        Path file = write(ending, frames);
        double tolerance = ending.equals("xtc") ? 0.5001e-3 : ending.equals("pdb") ? 0.5001e-4 : 1e-6; // nm
        double[] joined = new double[0];
        try (FrameSource source = TrajectoryFile.open(file, TOPOLOGY)) {
            assertThat(source.count()).isEqualTo(FRAMES);
            for (Frames block = source.next(3); block.count() > 0; block = source.next(3)) {
                assertThat(block.count()).isLessThanOrEqualTo(3);
                int before = joined.length;
                joined = Arrays.copyOf(joined, before + block.xyz().length);
                System.arraycopy(block.xyz(), 0, joined, before, block.xyz().length);
            }
        }
        assertThat(joined).containsExactly(frames.xyz(), within(tolerance));
        assertThat(joined).isEqualTo(TrajectoryFile.read(file, TOPOLOGY).xyz());
    }

    /** A part of a file is what reading all of it gives there. */
    @ParameterizedTest
    @ValueSource(strings = {"npz", "deflated.npz", "npy", "fortran.npy", "dcd", "xtc", "pdb", "tar"})
    void framesThatArePassedOverMakeNoDifference(String ending) throws IOException {
        Path file = write(ending, frames());
        Frames all = TrajectoryFile.read(file, TOPOLOGY);
        try (FrameSource source = TrajectoryFile.open(file, TOPOLOGY)) {
            source.skip(2);
            source.skip(0);
            assertThat(source.next(3).xyz()).isEqualTo(all.slice(2, 5).xyz());
            source.skip(3);
            assertThat(source.next(9).xyz()).isEqualTo(all.slice(8, FRAMES).xyz());
        }
        try (FrameSource source = TrajectoryFile.open(file, TOPOLOGY)) {
            source.skip(FRAMES);
            assertThat(source.next(1).count()).isZero();
        }
    }

    /** A trajectory follows the PDB that goes with it, not the order of the templates. */
    @ParameterizedTest
    @ValueSource(strings = {"npz", "npy", "dcd", "xtc", "tar"})
    void atomsAreSortedLikeTheTopology(String ending) throws IOException {
        int[] order = new int[ATOMS];
        Arrays.setAll(order, i -> (i * 7 + 3) % ATOMS); // ATOMS is no multiple of 7
        Frames frames = frames();
        Frames shuffled = Frames.allocate(FRAMES, ATOMS);
        for (int f = 0; f < FRAMES; f++) {
            for (int a = 0; a < ATOMS; a++) {
                System.arraycopy(frames.xyz(), 3 * (f * ATOMS + a), shuffled.xyz(), 3 * (f * ATOMS + order[a]), 3);
            }
        }
        Path file = write(ending, shuffled);
        Frames back = TrajectoryFile.read(file, new PdbFile.Contents(TOPOLOGY, frames, order, 0));
        assertThat(back.xyz()).containsExactly(frames.xyz(), within(ending.equals("xtc") ? 0.5001e-3 : 1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "npy", "dcd", "tar"})
    void coordinateThatIsNotFiniteIsPlaced(String ending) throws IOException {
        Frames frames = frames();
        frames.xyz()[(7 * ATOMS + 4) * 3 + 2] = Double.NaN;
        Path file = write(ending, frames);
        assertThatThrownBy(() -> TrajectoryFile.read(file, TOPOLOGY))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(
                        file.toString(), ending.equals("tar") ? "AG_00000007.bin" : "frame 8", "atom 5", "NaN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "npy", "dcd", "xtc", "pdb", "tar"})
    void anotherMoleculesFramesAreRefused(String ending) throws IOException {
        Path file = write(ending, frames());
        assertThatThrownBy(() -> TrajectoryFile.read(file, Peptide.of("AA").topology()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void damageAtTheEndIsNoticedWhenItIsReached() throws IOException {
        Path file = write("npz", frames());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 200] ^= 1;
        Files.write(file, bytes);
        try (FrameSource source = TrajectoryFile.open(file, TOPOLOGY)) {
            assertThat(source.next(9).count()).isEqualTo(9);
            assertThatThrownBy(() -> source.next(9))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("checksum");
        }
    }

    /** Frames read as options say, and what was remarked of them. */
    private Frames read(Path file, LengthUnit unit, boolean strict) {
        remarks.clear();
        try (FrameSource source = TrajectoryFile.open(file, TOPOLOGY, new ReadOptions(unit, strict, remarks::add))) {
            return source.rest(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "npy", "fortran.npy"})
    void coordinatesInAngstromAreReadWhereTheUnitIsNamed(String ending) throws IOException {
        Frames frames = frames();
        Path file = write(ending, frames.times(10));
        assertThatThrownBy(() -> read(file, LengthUnit.NM, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(file.toString(), "look like ångström", "angstrom");
        assertThat(read(file, LengthUnit.ANGSTROM, false).xyz()).containsExactly(frames.xyz(), within(1e-6));
        assertThat(remarks).isEmpty();
    }

    @Test
    void nanometresAreNotTakenForAngstrom() throws IOException {
        Path file = write("npz", frames());
        assertThatThrownBy(() -> read(file, LengthUnit.ANGSTROM, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(file.toString(), "look like nm that were taken for ångström");
    }

    @Test
    void formatsWithAUnitOfTheirOwnKeepIt() throws IOException {
        Frames frames = frames();
        assertThat(read(write("dcd", frames), LengthUnit.ANGSTROM, false).xyz())
                .containsExactly(frames.xyz(), within(1e-6));
        Path xtc = write("xtc", frames);
        assertThatThrownBy(() -> read(xtc, LengthUnit.ANGSTROM, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.xtc", "nm by their format");
    }

    /** As where a molecule crosses the border of a periodic box. */
    @ParameterizedTest
    @ValueSource(strings = {"npz", "dcd", "xtc", "pdb", "tar"})
    void framesWithBrokenBondsAreRemarked(String ending) throws IOException {
        Frames frames = frames();
        for (int frame : new int[] {1, 4}) {
            for (int a = 0; a < ATOMS / 2; a++) {
                frames.xyz()[3 * (frame * ATOMS + a)] += 3;
            }
        }
        Path file = write(ending, frames);
        assertThat(read(file, LengthUnit.NM, false).count()).isEqualTo(FRAMES);
        assertThat(remarks).containsExactly(file + ": 2 of 10 frames have a bond longer than 0.3 nm: frames 2, 5");
        try (FrameSource source =
                TrajectoryFile.open(file, TOPOLOGY, ReadOptions.STRICT.with(Remarks.once(remarks::add)))) {
            remarks.clear();
            while (source.next(3).count() > 0) {
                assertThat(remarks).hasSizeLessThan(2);
            }
        }
        assertThat(remarks).hasSize(1);
    }

    @Test
    void oneFrameMayHaveTwoAxes() throws IOException {
        Path file = folder.resolve("one.npz");
        Frames one = frames().slice(0, 1);
        Npz.write(file, Map.of("positions", NpyArray.of(single(one), ATOMS, 3)));
        assertThat(TrajectoryFile.read(file, TOPOLOGY).xyz()).containsExactly(one.xyz(), within(1e-6));
    }

    /** As a run leaves it that was killed while it wrote. */
    @ParameterizedTest
    @CsvSource({"dcd, 300, 8", "dcd, 20, 9", "xtc, 10, 9"})
    void wholeFramesOfAFileThatWasCutShortAreRead(String ending, int missing, int whole) throws IOException {
        Frames frames = frames();
        Path file = write(ending, frames);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - missing));
        Frames back = read(file, LengthUnit.NM, false);
        assertThat(back.xyz()).containsExactly(frames.slice(0, whole).xyz(), within(0.5001e-3));
        assertThat(remarks)
                .singleElement()
                .asString()
                .startsWith(file + ": ")
                .contains("truncated", "holds " + whole)
                .endsWith("its whole frames are read");
        assertThatThrownBy(() -> read(file, LengthUnit.NM, true))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(file.toString(), "truncated");
    }

    @Test
    void unknownEndingIsSaidWithTheKnownOnes() throws IOException {
        Path file = Files.writeString(folder.resolve("a.trr"), "x");
        assertThatThrownBy(() -> TrajectoryFile.read(file, TOPOLOGY))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.trr", ".xtc", ".tar");
    }

    private Path write(String ending, Frames frames) throws IOException {
        Path file = folder.resolve("a." + ending);
        float[] single = single(frames);
        NpyArray array = NpyArray.of(single, FRAMES, ATOMS, 3);
        switch (ending) {
            case "npz" -> Npz.write(file, Map.of("positions", array));
            case "deflated.npz" -> {
                try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                    zip.putNextEntry(new ZipEntry("xyz.npy"));
                    Npy.write(zip, array);
                }
            }
            case "npy" -> Npy.write(file, array);
            case "fortran.npy" -> writeFortran(file, single);
            case "dcd" -> DcdFile.write(file, frames);
            case "xtc" -> XtcFile.write(file, frames);
            case "pdb" -> PdbFile.write(file, TOPOLOGY, frames);
            default -> writeShard(file, frames);
        }
        return file;
    }

    private static void writeFortran(Path file, float[] values) throws IOException {
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int frame = i / (3 * ATOMS);
            int atom = i / 3 % ATOMS;
            turned[(i % 3 * ATOMS + atom) * FRAMES + frame] = values[i];
        }
        NpyType type = NpyType.of(turned);
        try (var out = Files.newOutputStream(file)) {
            out.write(new NpyHeader(type, true, new long[] {FRAMES, ATOMS, 3}).bytes());
            type.encode(out, turned, 0, turned.length);
        }
    }

    private static void writeShard(Path file, Frames frames) {
        try (PeptideShardWriter out = new PeptideShardWriter(file)) {
            for (int f = 0; f < FRAMES; f++) {
                out.add("AG", single(frames.slice(f, f + 1)));
            }
            out.commit();
        }
    }

    private static float[] single(Frames frames) {
        float[] single = new float[frames.xyz().length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) frames.xyz()[i];
        }
        return single;
    }

    private static Frames frames() {
        Frames frames = Frames.allocate(FRAMES, ATOMS);
        Arrays.setAll(frames.xyz(), i -> MOLECULE.xyz()[i % (3 * ATOMS)] + 0.01 * Math.sin(i * 1.7));
        return frames;
    }
}
