package org.arbolt.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.arbolt.BadInput;
import org.arbolt.io.ZipRecords;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.io.trajectory.PeptideShardWriter;
import org.arbolt.io.trajectory.PeptideShards;
import org.arbolt.io.trajectory.TarWriter;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.io.trajectory.XtcFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rcsb.cif.CifIO;

/**
 * Files from strangers: every format's samples, damaged at random, give a {@link BadInput} of one line that names the
 * file, or are read; never another exception, a hang, or memory out of proportion to the file. The 100,000 files of
 * each format run by {@code ./arbolt test --long}.
 */
@Tag("slow")
class FuzzTest {
    private static final int FEW = 1_000;
    private static final int MANY = 100_000;
    private static final long SEED = 20_260_101;
    private static final int BLOCK = 16; // frames read at a time
    private static final double LONGEST_SECONDS = 5; // CPU time of one file, which a busy machine does not lengthen
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");
    private static final Topology TOPOLOGY = MOLECULE.topology();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Path folder;

    /** In memory where the system has such a folder, for speed. */
    @BeforeEach
    void makeFolder() throws IOException {
        Path memory = Path.of("/dev/shm");
        folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "fuzz")
                : Files.createTempDirectory("fuzz");
    }

    @AfterEach
    void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private interface Reader {
        void read(Path path);
    }

    private interface Samples {
        List<byte[]> make(Path folder) throws IOException;
    }

    /** A format: whole files, how they are read, and how many bytes may be allocated. */
    private enum Format {
        PDB("pdb", FuzzTest::pdbs, FuzzTest::readModels, 2 << 20, 100),
        CIF("cif", FuzzTest::cifs, FuzzTest::readModels, 16 << 20, 1000),
        BCIF("bcif", FuzzTest::bcifs, FuzzTest::readModels, 16 << 20, 1000),
        DCD("dcd", FuzzTest::dcds, FuzzTest::readFrames, 1 << 20, 30),
        XTC("xtc", FuzzTest::xtcs, FuzzTest::readFrames, 1 << 20, 130),
        NPY("npy", FuzzTest::npys, FuzzTest::readArray, 1 << 20, 30),
        NPZ("npz", FuzzTest::npzs, FuzzTest::readArrays, 2 << 20, 1032 * 10),
        SAFETENSORS("safetensors", FuzzTest::safetensors, FuzzTest::readTensors, 1 << 20, 60),
        TORCH("ckpt", FuzzTest::checkpoints, FuzzTest::readCheckpoint, 32 << 20, 100),
        SHARD("tar", FuzzTest::shards, FuzzTest::readShard, 1 << 20, 60);

        private final String ending;
        private final Samples samples;
        private final Reader reader;
        private final long base; // bytes allocated whatever the file
        private final long perByte; // bytes allocated for each of the file

        Format(String ending, Samples samples, Reader reader, long base, long perByte) {
            this.ending = ending;
            this.samples = samples;
            this.reader = reader;
            this.base = base;
            this.perByte = perByte;
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void damagedFilesAreToldOrRead(Format format) throws Exception {
        attack(format, FEW);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(Format.class)
    void manyDamagedFilesAreToldOrRead(Format format) throws Exception {
        attack(format, MANY);
    }

    /** What the reading thread is at, and its CPU time when it began. */
    private record Moment(int file, long nanos) {}

    @SuppressWarnings("ReferenceEquality") // of moments: the same one, not one of equal numbers
    private void attack(Format format, int files) throws Exception {
        List<byte[]> samples = format.samples.make(folder);
        Path path = folder.resolve("damaged." + format.ending);
        for (byte[] sample : samples) {
            format.reader.read(Files.write(path, sample)); // whole files are read, or nothing is tested
        }
        AtomicReference<Moment> moment = new AtomicReference<>(new Moment(0, 0));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        int[] read = new int[1];
        Thread worker = Thread.ofPlatform().daemon().unstarted(() -> {
            for (int i = 0; i < files; i++) {
                moment.set(new Moment(i, THREADS.getCurrentThreadCpuTime()));
                read[0] += attack(format, path, damaged(format, samples, i), i) ? 1 : 0;
            }
        });
        worker.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        long start = System.nanoTime();
        worker.start();
        while (!worker.join(Duration.ofMillis(100))) {
            Moment now = moment.get();
            double seconds = (THREADS.getThreadCpuTime(worker.threadId()) - now.nanos) * 1e-9;
            if (moment.get() == now && seconds > LONGEST_SECONDS) {
                fail(format + ", damaged file " + now.file + ": still being read after " + seconds + " s");
            }
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
        System.out.printf(
                "%s: %d damaged files in %.1f s, %d of them still readable%n",
                format, files, (System.nanoTime() - start) * 1e-9, read[0]);
        assertThat(read[0])
                .as("files that damage left readable, and files that it did not")
                .isBetween(1, files - 1);
    }

    /** A damaged file; every second one with checksums that fit, as else hardly any damage gets past them. */
    private static byte[] damaged(Format format, List<byte[]> samples, int number) {
        Mutation mutation = new Mutation(SEED + number);
        if (number % 2 == 0) {
            return mutation.of(samples);
        }
        return switch (format) {
            case SHARD -> {
                byte[] bytes = mutation.of(samples);
                repairSums(bytes);
                yield bytes;
            }
            case TORCH -> {
                Map<String, byte[]> entries = entries(samples.getFirst());
                entries.replaceAll((name, data) -> name.endsWith("data.pkl") ? mutation.of(List.of(data)) : data);
                yield archive(entries);
            }
            default -> mutation.of(samples);
        };
    }

    private static Map<String, byte[]> entries(byte[] archive) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static byte[] archive(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ZipRecords.Entry> records = new ArrayList<>();
        entries.forEach((name, data) -> {
            CRC32 sum = new CRC32();
            sum.update(data);
            records.add(new ZipRecords.Entry(name, out.size(), data.length, sum.getValue()));
            out.writeBytes(ZipRecords.header(records.getLast()));
            out.writeBytes(data);
        });
        out.writeBytes(ZipRecords.directory(records, out.size()));
        return out.toByteArray();
    }

    /** Reads one damaged file. @return whether it could be read */
    private static boolean attack(Format format, Path path, byte[] bytes, int number) {
        String what = format + ", damaged file " + number;
        long before = 0;
        boolean readable = true;
        try {
            Files.write(path, bytes);
            before = THREADS.getCurrentThreadAllocatedBytes();
            format.reader.read(path);
        } catch (BadInput e) {
            readable = false;
            if (e.getMessage().chars().anyMatch(Character::isISOControl)
                    || !e.getMessage().contains(path.getFileName().toString())) {
                throw new AssertionError(what + " is told as: " + e.getMessage(), e);
            }
        } catch (Throwable e) {
            throw new AssertionError(what + " of " + bytes.length + " bytes gives " + e, e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > format.base + format.perByte * bytes.length) {
            throw new AssertionError(what + " of " + bytes.length + " bytes takes " + allocated + " bytes of memory");
        }
        return readable;
    }

    // ---- readers, as the program uses them

    private static void readFrames(Path path) {
        try (FrameSource source = TrajectoryFile.open(path, TOPOLOGY)) {
            while (source.next(BLOCK).count() > 0) {
                // reading it is all
            }
        }
    }

    private static void readModels(Path path) {
        PdbFile.read(path);
    }

    private static void readArray(Path path) {
        Npy.read(path);
        readFrames(path);
    }

    private static void readArrays(Path path) {
        Npz.read(path);
        readFrames(path);
    }

    private static void readTensors(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            Safetensors.read(path, arena).tensors().values().forEach(TensorData::toDoubles);
        }
    }

    private static void readShard(Path path) {
        int[] order = IntStream.range(0, 20).toArray();
        try (PeptideShards shards = PeptideShards.open(
                List.of(path), List.of(new PeptideShards.Peptide("AG", order)), Arena.ofConfined())) {
            shards.cut(1);
            for (int i = 0; i < shards.pieces(); i++) {
                shards.read(i);
            }
        }
    }

    private static void readCheckpoint(Path path) {
        try (TorchFile file = TorchFile.open(path)) {
            readTensors(file, file.root());
            Pickled.entries(file.root()).values().forEach(value -> readTensors(file, value));
        }
    }

    private static void readTensors(TorchFile file, Object dictionary) {
        TorchFile.tensors(dictionary).forEach(file::read);
    }

    // ---- whole files

    private static List<byte[]> pdbs(Path folder) throws IOException {
        Path one = folder.resolve("one.pdb");
        PdbFile.write(one, TOPOLOGY, frames(1));
        Path two = folder.resolve("two.pdb");
        PdbFile.write(two, TOPOLOGY, frames(2));
        Molecule bridge = Peptide.of("CGC");
        Path three = folder.resolve("three.pdb");
        PdbFile.write(three, bridge.topology(), new Frames(bridge.topology().atomCount(), bridge.xyz()));
        String text = Files.readString(one);
        byte[] heavy = text.lines()
                .filter(line -> !line.endsWith(" H"))
                .reduce("", (a, b) -> a + b + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        return List.of(Files.readAllBytes(one), Files.readAllBytes(two), Files.readAllBytes(three), heavy);
    }

    private static List<byte[]> cifs(Path folder) throws IOException {
        Path pdb = folder.resolve("one.pdb");
        PdbFile.write(pdb, TOPOLOGY, frames(1));
        StringBuilder cif = new StringBuilder("data_X\n#\nloop_\n");
        for (String column :
                "id label_atom_id label_comp_id auth_asym_id auth_seq_id Cartn_x Cartn_y Cartn_z".split(" ")) {
            cif.append("_atom_site.").append(column).append('\n');
        }
        Files.readAllLines(pdb).stream()
                .filter(line -> line.startsWith("ATOM"))
                .forEach(line -> cif.append(
                                String.join(" ", line.substring(4, 54).strip().split("\\s+")))
                        .append('\n'));
        return List.of(cif.append("#\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static List<byte[]> bcifs(Path folder) throws IOException {
        Path text = Files.write(folder.resolve("one.cif"), cifs(folder).getFirst());
        Path binary = folder.resolve("one.bcif");
        CifIO.writeBinary(CifIO.readFromPath(text), binary);
        return List.of(Files.readAllBytes(binary));
    }

    private static List<byte[]> dcds(Path folder) throws IOException {
        Path file = folder.resolve("a.dcd");
        DcdFile.write(file, frames(3));
        byte[] plain = Files.readAllBytes(file);
        return List.of(plain, fixedAtoms());
    }

    /** Three frames big endian, unit cells, two atoms fixed. */
    private static byte[] fixedAtoms() {
        int atoms = TOPOLOGY.atomCount();
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.BIG_ENDIAN);
        out.putInt(84).put("CORD".getBytes(StandardCharsets.US_ASCII)).putInt(3);
        out.putInt(8 + 32, 2).putInt(8 + 40, 1).putInt(8 + 76, 24).position(88);
        out.putInt(84)
                .putInt(84)
                .putInt(1)
                .put(" ".repeat(80).getBytes(StandardCharsets.US_ASCII))
                .putInt(84);
        out.putInt(4).putInt(atoms).putInt(4);
        out.putInt(4 * (atoms - 2));
        for (int a = 2; a < atoms; a++) {
            out.putInt(a + 1);
        }
        out.putInt(4 * (atoms - 2));
        for (int f = 0; f < 3; f++) {
            out.putInt(48).put(new byte[48]).putInt(48);
            int moved = f == 0 ? atoms : atoms - 2;
            for (int axis = 0; axis < 3; axis++) {
                out.putInt(4 * moved);
                for (int a = 0; a < moved; a++) {
                    out.putFloat(a + 0.1f * axis);
                }
                out.putInt(4 * moved);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Three frames of a chain whose neighbours lie {@code spread} nm apart on average. */
    private static Frames walk(double spread) {
        Random random = new Random(7);
        Frames frames = Frames.allocate(3, TOPOLOGY.atomCount());
        double[] xyz = frames.xyz();
        for (int i = 0; i < xyz.length; i++) {
            double before = i % (3 * frames.atoms()) < 3 ? 0 : xyz[i - 3];
            xyz[i] = (float) (before + spread * random.nextGaussian());
        }
        return frames;
    }

    private static List<byte[]> xtcs(Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (double spread : new double[] {0.05, 3, 20_000}) {
            Path file = folder.resolve("a.xtc");
            XtcFile.write(file, walk(spread));
            files.add(Files.readAllBytes(file));
        }
        return files;
    }

    private static List<byte[]> npys(Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (NpyArray array : List.of(positions(), NpyArray.of(new double[66], 1, 66))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Npy.write(out, array);
            files.add(out.toByteArray());
        }
        return files;
    }

    private static List<byte[]> npzs(Path folder) throws IOException {
        Path file = folder.resolve("a.npz");
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", positions());
        arrays.put("names", NpyArray.of(new String[] {"CA", "HH31"}));
        arrays.put("flags", NpyArray.of(new boolean[] {true, false}));
        Npz.write(file, arrays);
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(deflated)) {
            zip.putNextEntry(new ZipEntry("positions.npy"));
            Npy.write(zip, positions());
        }
        return List.of(Files.readAllBytes(file), deflated.toByteArray());
    }

    /** With checksums as Arbolt writes it, and without as others do: those get past the first check. */
    private static List<byte[]> safetensors(Path folder) throws IOException {
        Path file = folder.resolve("a.safetensors");
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("weight", TensorData.ofFloats(new float[60], 3, 4, 5));
        tensors.put("bias", TensorData.ofBfloat16(new float[4], 4));
        tensors.put("count", new TensorData("I64", new long[0], MemorySegment.ofArray(new long[] {7})));
        Safetensors.write(file, tensors, Map.of("made by", "a test"));
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[24,26]}}";
        ByteBuffer plain = ByteBuffer.allocate(8 + header.length() + 26).order(ByteOrder.LITTLE_ENDIAN);
        plain.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        return List.of(Files.readAllBytes(file), plain.array(), plain.array());
    }

    /** A small checkpoint that PyTorch wrote, repacked so that Java reads its entries in sequence. */
    private static List<byte[]> checkpoints(Path folder) throws IOException {
        try (InputStream in = FuzzTest.class.getResourceAsStream("/org/arbolt/model/published/torch/crossed.ckpt")) {
            byte[] original = in.readAllBytes();
            return List.of(archive(zipped(Files.write(folder.resolve("original.ckpt"), original))), original);
        }
    }

    private static Map<String, byte[]> zipped(Path archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static List<byte[]> shards(Path folder) throws IOException {
        Path file = folder.resolve("a.tar");
        try (PeptideShardWriter out = new PeptideShardWriter(file)) {
            out.add("AAA", new float[99]);
            out.add("AG", new float[60]);
            out.commit();
        }
        ByteArrayOutputStream pax = new ByteArrayOutputStream();
        TarWriter.put(pax, "setting", "22 path=x/AG_long.bin\n".getBytes(StandardCharsets.US_ASCII));
        TarWriter.put(pax, "AG_1.bin", new byte[240]);
        byte[] withSettings = pax.toByteArray();
        withSettings[156] = 'x';
        sum(withSettings, 0);
        return List.of(Files.readAllBytes(file), withSettings);
    }

    private static void repairSums(byte[] archive) {
        for (int at = 0; at + 512 <= archive.length; at += 512) {
            if (new String(archive, at + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                sum(archive, at);
            }
        }
    }

    /** Puts the right checksum into a header of a tar archive. */
    private static void sum(byte[] archive, int at) {
        Arrays.fill(archive, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + 512; i++) {
            sum += archive[i] & 0xFF;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, archive, at + 148, 8);
    }

    private static NpyArray positions() {
        float[] xyz = new float[3 * TOPOLOGY.atomCount() * 2];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = (float) Math.sin(i);
        }
        return NpyArray.of(xyz, 2, TOPOLOGY.atomCount(), 3);
    }

    private static Frames frames(int count) {
        Frames frames = Frames.allocate(count, TOPOLOGY.atomCount());
        Arrays.setAll(frames.xyz(), i -> MOLECULE.xyz()[i % MOLECULE.xyz().length] + 0.005 * Math.sin(i * 1.7));
        return frames;
    }
}
