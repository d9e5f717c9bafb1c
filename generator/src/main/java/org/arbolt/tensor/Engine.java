package org.arbolt.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** The loaded libtorch as a whole. */
public final class Engine {
    private Engine() {}

    /**
     * Says where networks are to live and which libtorch they run on; to be called before the first of them. Without it
     * they live on the CPU, on the libtorch that comes with Arbolt.
     *
     * @param device {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}: a CUDA device if there is one
     * @param installation folder of an installed PyTorch 2.10 or later; null for the libtorch that comes with Arbolt,
     *     or where a CUDA device is wanted for the PyTorch that {@code python3} would import
     * @throws org.arbolt.BadInput if no device is called so
     */
    public static void use(String device, Path installation) {
        Natives.use(device, installation);
    }

    /**
     * Loads libtorch if it is not yet loaded; done by the first tensor otherwise.
     *
     * @throws org.arbolt.BadInput if it cannot be had on this machine: what is missing and what to set
     */
    public static void load() {
        Natives.load();
    }

    /** Which libraries are in use, e.g. {@code libtorch-2.13.0-1.5.14-mkl-2026.1-1.5.14}. */
    public static String description() {
        return Natives.load().description();
    }

    /** Which libraries are in use; empty where nothing has needed them so far. */
    public static Optional<String> loaded() {
        return Natives.loaded().map(Natives::description);
    }

    /**
     * Where networks live: the device that {@link #use} asked for, else the CPU, for which nothing is loaded.
     *
     * @throws org.arbolt.BadInput if there is no such device
     */
    public static Device device() {
        return Natives.device();
    }

    /** Whether tensors can live on CUDA devices. */
    public static boolean hasCuda() {
        return Natives.load().hasCuda();
    }

    /** Bytes of memory that tensors can take on a device at most; on the CPU as many as Java may use. */
    public static long memory(Device device) {
        return device.kind() == Device.Kind.CPU
                ? Runtime.getRuntime().maxMemory()
                : LibTorch.cudaMemory(device.index());
    }

    /**
     * Whether the CPU has instructions for products of bfloat16 matrices (AMX or AVX-512 BF16), as Linux tells
     * it.
     */
    public static boolean multipliesBfloat16() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(
                    line -> line.startsWith("flags") && (line.contains(" amx_bf16") || line.contains(" avx512_bf16")));
        } catch (IOException | UncheckedIOException e) {
            return false; // no Linux: then not known
        }
    }

    /** Sets the number of threads that operators use, in every thread that has not called one yet and in this one. */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("number of threads must be at least 1, was " + threads);
        }
        load();
        LibTorch.setThreads(threads);
    }

    /**
     * Work on tensors that are independent of each other, in as many threads as operators use: each takes some of them,
     * by their numbers in the list. On a device the caller does all.
     */
    public static void shared(List<Tensor> tensors, Consumer<List<Integer>> work) {
        boolean device = tensors.getFirst().device().kind() != Device.Kind.CPU;
        int threads = device ? 1 : Math.min(threads(), tensors.size());
        List<List<Integer>> shares = new ArrayList<>();
        long[] numbers = new long[threads];
        for (int i = 0; i < threads; i++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < tensors.size(); i++) {
            int least = 0;
            for (int thread = 1; thread < threads; thread++) {
                least = numbers[thread] < numbers[least] ? thread : least;
            }
            shares.get(least).add(i);
            numbers[least] += tensors.get(i).elements();
        }
        if (device) {
            work.accept(shares.getFirst());
        } else {
            together(threads, thread -> work.accept(shares.get(thread)));
        }
    }

    /** Number of threads that operators called by this thread use. */
    public static int threads() {
        load();
        return LibTorch.threads();
    }

    /**
     * Does work with the numbers 0 … count − 1 at the same time; returns when all are done. A number always has the
     * same thread, so that a scope opened in one call can be closed in another; operators run in that thread alone. A
     * single number is the calling thread's, whose operators may use others.
     *
     * @throws RuntimeException what the work threw, the first of several
     */
    public static void together(int count, IntConsumer work) {
        if (count == 1) {
            work.accept(0);
        } else {
            load();
            EngineThreads.run(count, work);
        }
    }
}
