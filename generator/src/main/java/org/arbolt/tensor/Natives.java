package org.arbolt.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.arbolt.BadInput;

/**
 * The loaded shared libraries. By default the libtorch that comes with Arbolt, fetched when first needed (see {@link
 * NativeBundle}), with MKL in the place of its BLAS; where the folder of an installed PyTorch is named, or its {@code
 * lib} folder, that one instead, CUDA included when it has it. A process loads one of them, once.
 */
final class Natives {
    private static final Arena FOREVER = Arena.global();

    private static Natives loaded;
    private static BadInput refusal;
    private static String wantedDevice = "cpu";
    private static Path installation; // null where none is named

    private final SymbolLookup symbols;
    private final boolean cuda;
    private final String description;
    private Device device; // chosen when first asked for

    private Natives(SymbolLookup symbols, boolean cuda, String description) {
        this.symbols = symbols;
        this.cuda = cuda;
        this.description = description;
    }

    /** What {@link #device} and {@link #load} are to give, {@link Engine#use}. */
    static synchronized void use(String device, Path torch) {
        if (!device.matches("cpu|auto|cuda(:[0-9]{1,3})?")) {
            throw new BadInput("no device is called " + device + ": cpu, cuda, cuda:N or auto");
        }
        if (loaded != null && !device.equals(wantedDevice)) {
            loaded.device = null;
        }
        wantedDevice = device;
        installation = torch;
    }

    /** Those loaded so far; none where nothing has needed them. */
    static synchronized Optional<Natives> loaded() {
        return Optional.ofNullable(loaded);
    }

    /**
     * The libraries, loaded at the first call.
     *
     * @throws BadInput if they cannot be had on this machine; the same at every call
     */
    static synchronized Natives load() {
        if (refusal != null) {
            throw new BadInput(refusal.getMessage(), refusal);
        }
        if (loaded == null) {
            try {
                keepFreedMemory();
                loaded = installed().map(Natives::fromInstallation).orElseGet(Natives::fromBundle);
            } catch (BadInput e) {
                refusal = e;
                throw e;
            }
        }
        return loaded;
    }

    /** Address of a function. */
    Optional<MemorySegment> find(String name) {
        return symbols.find(name);
    }

    boolean hasCuda() {
        return cuda;
    }

    /**
     * Where networks live. Processes that {@code mpirun} started take a device each.
     *
     * @throws BadInput if there is no such device
     */
    static synchronized Device device() {
        if (wantedDevice.equals("cpu")) {
            return Device.CPU; // without the libraries
        }
        Natives natives = load();
        if (natives.device == null) {
            natives.device = natives.chosen(wantedDevice);
        }
        return natives.device;
    }

    private Device chosen(String wanted) {
        Device gpu = Device.cuda(wanted.contains(":") ? Integer.parseInt(wanted.substring(5)) : Mpi.localRank());
        String obstacle = cuda ? obstacle(gpu) : "there is no CUDA in " + description;
        if (obstacle == null) {
            return gpu;
        }
        if (wanted.equals("auto")) {
            System.err.println("arbolt: networks run on the CPU: " + obstacle);
            return Device.CPU;
        }
        throw new MissingTorch("the device " + wanted + " cannot be had: " + obstacle
                + "; use the device cpu, or name the folder of a PyTorch with CUDA");
    }

    /** Why a tensor cannot be made there; null if it can. */
    private static String obstacle(Device gpu) {
        try {
            LibTorch.delete(LibTorch.empty(DType.FLOAT32, gpu, new long[] {1}));
            return null;
        } catch (TensorException e) {
            return e.getMessage().lines().findFirst().orElse("no CUDA device");
        }
    }

    /** Which libraries these are, for run records. */
    String description() {
        return description;
    }

    private static Optional<Path> installed() {
        if (installation != null) {
            return Optional.of(installation);
        }
        return wantedDevice.equals("cpu") ? Optional.empty() : found();
    }

    /** The PyTorch that python3 would import, if it has CUDA. */
    private static Optional<Path> found() {
        String question = "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])";
        try {
            Process python = new ProcessBuilder("python3", "-c", question)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(answer)
                    .filter(text -> !text.isEmpty())
                    .map(Path::of)
                    .filter(path -> Files.exists(path.resolve("lib/libtorch_cuda.so")));
        } catch (IOException e) {
            return Optional.empty(); // no Python, so none to be found
        }
    }

    private static Natives fromInstallation(Path folder) {
        Path lib = Files.exists(folder.resolve("lib/libtorch_cpu.so")) ? folder.resolve("lib") : folder;
        if (!Files.exists(lib.resolve("libtorch_cpu.so"))) {
            throw new BadInput("no libtorch_cpu.so in " + folder
                    + "; name the folder of an installed PyTorch, as"
                    + " python3 -c \"import torch; print(torch.__path__[0])\" prints it");
        }
        SymbolLookup symbols = open(lib.resolve("libc10.so")).or(open(lib.resolve("libtorch_cpu.so")));
        boolean cuda = Files.exists(lib.resolve("libtorch_cuda.so"));
        if (cuda) {
            symbols = symbols.or(open(lib.resolve("libtorch_cuda.so")));
        }
        return new Natives(symbols, cuda, "libtorch of " + lib);
    }

    private static Natives fromBundle() {
        NativeBundle bundle = NativeBundle.ofPlatform();
        Path folder = bundle.unpacked();
        setEnvironment(
                "GOMP_SPINCOUNT", "20000"); // idle threads sleep after tens of µs: other processes may need the core
        setEnvironment("MKL_THREADING_LAYER", "GNU");
        setEnvironment("OPENBLAS_NUM_THREADS", "1"); // OpenBLAS's threads fight with OpenMP's; MKL does not read this
        SymbolLookup symbols = open(folder.resolve("libc10.so")).or(open(folder.resolve("libtorch_cpu.so")));
        boolean mkl = usesMkl(symbols, folder);
        if (!mkl) {
            System.err.println(
                    "arbolt: MKL is not in use, matrix products use OpenBLAS with one thread and take twice as long");
        }
        return new Natives(symbols, false, bundle.version() + (mkl ? "" : " (OpenBLAS, one thread)"));
    }

    /**
     * Whether the matrix product that libtorch was bound to is MKL's (LD_LIBRARY_PATH may have put another in its
     * place).
     */
    private static boolean usesMkl(SymbolLookup torch, Path folder) {
        SymbolLookup mkl = open(folder.resolve("libopenblas.so.0"));
        return mkl.find("mkl_get_max_threads").isPresent() && mkl.find("sgemm_").equals(torch.find("sgemm_"));
    }

    private static SymbolLookup open(Path library) {
        try {
            return SymbolLookup.libraryLookup(library, FOREVER);
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    "cannot load " + library + ": " + e.getMessage()
                            + " (a library it needs is missing, or it is for another platform)",
                    e);
        }
    }

    /**
     * Makes glibc's malloc keep what tensors free for the next ones. By default it hands everything large back to the
     * system, which must clear each page anew: 40 % of a training step's time.
     */
    private static void keepFreedMemory() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> address = linker.defaultLookup().find("mallopt"); // glibc's; absent elsewhere
        if (address.isEmpty()) {
            return;
        }
        var mallopt = linker.downcallHandle(
                address.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) mallopt.invokeExact(-3, 32 << 20); // M_MMAP_THRESHOLD: the largest it takes
            int _ = (int) mallopt.invokeExact(-1, Integer.MAX_VALUE); // M_TRIM_THRESHOLD
            int _ = (int)
                    mallopt.invokeExact(-2, 64 << 20); // M_TOP_PAD: the size of a thread's heap, which so is never cut
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("mallopt throws nothing", e);
        }
    }

    /** Sets a variable of the process for the C code, unless the user has set it. */
    static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find("setenv").orElseThrow();
        var setenv = linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int code = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
            if (code != 0) {
                throw new TensorException("setenv " + name + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("setenv throws nothing", e);
        }
    }
}
