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
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.arbolt.BadInput;

/**
 * The shared libraries inside the jars {@code org.bytedeco:pytorch} and {@code org.bytedeco:mkl}, which are used as
 * carriers only. They are unpacked once into a folder of the user, {@code ARBOLT_NATIVES} or
 * {@code ~/.cache/arbolt/natives}, under the name of their versions. libtorch asks for {@code libopenblas.so.0} and
 * looks for it beside itself first; the file of that name put there is MKL's dispatching library, which has the same
 * BLAS and LAPACK functions and is twice as fast.
 */
final class NativeBundle {
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

    private final Map<String, String> files; // name in the folder -> resource
    private final String version;
    private final boolean mkl;

    private NativeBundle(Map<String, String> files, String version, boolean mkl) {
        this.files = files;
        this.version = version;
        this.mkl = mkl;
    }

    /**
     * The bundle on the class path.
     *
     * @throws BadInput if there is none for this platform
     */
    static NativeBundle onClassPath() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
            throw new BadInput("no libtorch comes with Arbolt for " + platform
                    + ": set ARBOLT_TORCH to the folder of an installed PyTorch 2.10 or later");
        }
        String torch = version("pytorch")
                .orElseThrow(() -> new BadInput(
                        "org.bytedeco:pytorch (linux-x86_64) is not on the class path: add it, or set ARBOLT_TORCH to the folder of an"
                                + " installed PyTorch 2.10 or later"));
        Map<String, String> files = new LinkedHashMap<>();
        TORCH_LIBRARIES.forEach(name -> files.put(name, TORCH + name));
        boolean mkl = resource(MKL + "libmkl_rt.so.3") != null;
        if (mkl) {
            files.put("libopenblas.so.0", MKL + "libmkl_rt.so.3");
            MKL_LIBRARIES.forEach(name -> files.put(name, MKL + name));
        }
        String with = mkl ? "mkl-" + version("mkl").orElse("unknown") : "openblas";
        return new NativeBundle(files, "libtorch-" + torch + "-" + with, mkl);
    }

    boolean hasMkl() {
        return mkl;
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
        try {
            Files.createDirectories(folder.getParent());
            Path fresh = Files.createTempDirectory(folder.getParent(), "unpacking-");
            try {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    unpack(file.getValue(), fresh.resolve(file.getKey()));
                }
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

    private static void unpack(String resource, Path to) throws IOException {
        try (InputStream in = resource(resource)) {
            if (in == null) {
                throw new BadInput("the jar with " + resource + " is incomplete: fetch it again");
            }
            Files.copy(in, to);
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

    private static Optional<String> version(String artifact) {
        try (InputStream in = resource("META-INF/maven/org.bytedeco/" + artifact + "/pom.properties")) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        return NativeBundle.class.getClassLoader().getResourceAsStream(name);
    }
}
