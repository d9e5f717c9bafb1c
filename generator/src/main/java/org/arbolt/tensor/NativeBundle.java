package org.arbolt.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.arbolt.BadInput;

/**
 * The shared libraries inside the jars {@code org.bytedeco:pytorch} and {@code org.bytedeco:mkl}, which are used as
 * carriers only. The jars are taken from the class path where they are on it, as in tests; else from the user's Maven
 * repository, into which they are fetched when they are first needed ({@link MavenRepository}). They are unpacked once
 * into a folder of the user, {@code ARBOLT_NATIVES} or {@code ~/.cache/arbolt/natives}, under the name of their
 * versions. libtorch asks for {@code libopenblas.so.0} and looks for it beside itself first; the file of that name put
 * there is MKL's dispatching library, which has the same BLAS and LAPACK functions and is twice as fast.
 */
final class NativeBundle {
    static final PinnedArtifact TORCH_JAR = new PinnedArtifact(
            "libtorch 2.13.0",
            "org.bytedeco",
            "pytorch",
            "2.13.0-1.5.14",
            "linux-x86_64",
            88001965,
            "df6c77af6e69ee94b171e157b4a2a67453256feed9a1b47443cb2c0cf1c93643");
    static final PinnedArtifact MKL_JAR = new PinnedArtifact(
            "Intel MKL 2026.1",
            "org.bytedeco",
            "mkl",
            "2026.1-1.5.14",
            "linux-x86_64-redist",
            188937201,
            "5ad134ddea0f6bd0e947bd2e0aabcae70e5ee80de5425727db518dea40002989");
    private static final String TORCH = "org/bytedeco/pytorch/linux-x86_64/";
    private static final String MKL = "org/bytedeco/mkl/linux-x86_64/";
    private static final List<String> TORCH_LIBRARIES = List.of("libc10.so", "libtorch_cpu.so", "libgomp.so.1");
    private static final List<String> MKL_LIBRARIES = List.of(
            "libmkl_core.so.3",
            "libmkl_gnu_thread.so.3",
            "libmkl_intel_lp64.so.3",
            "libmkl_def.so.3",
            "libmkl_mc3.so.3",
            "libmkl_avx2.so.3",
            "libmkl_avx512.so.3",
            "libmkl_avx10.so.3");

    private final Map<String, String> files = new LinkedHashMap<>(); // name in the folder -> entry of a jar
    private final String version;

    private NativeBundle(String version) {
        this.version = version;
        TORCH_LIBRARIES.forEach(name -> files.put(name, TORCH + name));
        files.put("libopenblas.so.0", MKL + "libmkl_rt.so.3");
        MKL_LIBRARIES.forEach(name -> files.put(name, MKL + name));
    }

    /**
     * The bundle for this platform.
     *
     * @throws BadInput if there is none
     */
    static NativeBundle ofPlatform() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
            throw new MissingTorch("training and networks on a GPU need libtorch, which comes with Arbolt for Linux on"
                    + " x86-64 alone, not for " + platform
                    + "; name the folder of an installed PyTorch 2.10 or later");
        }
        return new NativeBundle("libtorch-" + TORCH_JAR.version() + "-mkl-" + MKL_JAR.version());
    }

    String version() {
        return version;
    }

    /**
     * The folder with the libraries, unpacked by the first call on this machine. Two processes may do so at once: each
     * fills a folder of its own and the first to finish gives it the final name.
     */
    Path unpacked() {
        Path folder = cache().resolve(version);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        List<Path> jars = jars();
        try {
            Files.createDirectories(folder.getParent());
            Path fresh = Files.createTempDirectory(folder.getParent(), "unpacking-");
            try {
                unpack(jars, fresh);
                publish(fresh, folder);
            } finally {
                delete(fresh);
            }
            return folder;
        } catch (IOException | UncheckedIOException e) {
            throw new BadInput(
                    "cannot unpack libtorch into " + folder + ": " + e.getMessage()
                            + "; free 1 GB there, or set ARBOLT_NATIVES to another folder",
                    e);
        }
    }

    private static void publish(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            } // another process was first; its files are the same
        }
    }

    /** The two jars; none where they are on the class path. */
    private static List<Path> jars() {
        if (resource(TORCH + "libtorch_cpu.so") && resource(MKL + "libmkl_rt.so.3")) {
            return List.of();
        }
        MavenRepository repository = MavenRepository.ofUser();
        return List.of(repository.file(TORCH_JAR), repository.file(MKL_JAR));
    }

    private void unpack(List<Path> jars, Path folder) throws IOException {
        if (jars.isEmpty()) {
            unpack(folder, name -> NativeBundle.class.getClassLoader().getResourceAsStream(name));
            return;
        }
        try (ZipFile torch = new ZipFile(jars.get(0).toFile());
                ZipFile mkl = new ZipFile(jars.get(1).toFile())) {
            unpack(folder, name -> {
                ZipFile jar = name.startsWith(TORCH) ? torch : mkl;
                ZipEntry entry = jar.getEntry(name);
                return entry == null ? null : jar.getInputStream(entry);
            });
        }
    }

    /** Where an entry of a jar is read from; null where there is none. */
    @FunctionalInterface
    private interface Entries {
        InputStream open(String name) throws IOException;
    }

    private void unpack(Path folder, Entries entries) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            try (InputStream in = entries.open(file.getValue())) {
                if (in == null) {
                    throw new BadInput("the jar with " + file.getValue() + " is incomplete: fetch it again");
                }
                Files.copy(in, folder.resolve(file.getKey()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Path cache() {
        String own = System.getenv("ARBOLT_NATIVES");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        boolean usable = shared != null && Path.of(shared).isAbsolute();
        Path base = usable ? Path.of(shared) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("arbolt").resolve("natives");
    }

    private static boolean resource(String name) {
        return NativeBundle.class.getClassLoader().getResource(name) != null;
    }
}
