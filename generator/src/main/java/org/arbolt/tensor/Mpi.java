package org.arbolt.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.arbolt.BadInput;

/**
 * Open MPI through Java's foreign-function API: sums and broadcasts of tensors on the CPU, in place. The handles
 * of Open MPI ({@code MPI_COMM_WORLD}, {@code MPI_FLOAT} …) are addresses of symbols of its library; MPICH's are
 * numbers, and are not supported. An error inside MPI ends the job with MPI's own message (its default error handler).
 */
final class Mpi implements Collective {
    private static final int FUNNELED = 1; // MPI_THREAD_FUNNELED: one thread of the process calls MPI
    private static final MemorySegment IN_PLACE = MemorySegment.ofAddress(1);

    private final SymbolLookup library;
    private final MemorySegment world;
    private final MemorySegment sum;
    private final MethodHandle allReduce;
    private final MethodHandle broadcast;
    private final MethodHandle finalise;
    private final int rank;
    private final int size;

    private Mpi(SymbolLookup library) {
        this.library = library;
        world = symbol("ompi_mpi_comm_world");
        sum = symbol("ompi_mpi_op_sum");
        allReduce = function("MPI_Allreduce", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        broadcast = function("MPI_Bcast", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
        finalise = function("MPI_Finalize");
        MethodHandle start = function("MPI_Init_thread", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            check((int) start.invokeExact(MemorySegment.NULL, MemorySegment.NULL, FUNNELED, answer), "MPI_Init_thread");
            rank = ask("MPI_Comm_rank", answer);
            size = ask("MPI_Comm_size", answer);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Whether Open MPI's {@code mpirun} started this process, and others beside it. */
    static boolean launched() {
        String size = System.getenv("OMPI_COMM_WORLD_SIZE");
        return size != null && !size.equals("1");
    }

    /** Number of this process among those of the same machine, as {@code mpirun} says. */
    static int localRank() {
        String rank = System.getenv("OMPI_COMM_WORLD_LOCAL_RANK");
        return rank == null ? 0 : Integer.parseInt(rank);
    }

    /**
     * Loads Open MPI and joins the other processes.
     *
     * @throws BadInput if there is no Open MPI on this machine
     */
    static Mpi join() {
        Natives.setEnvironment("UCX_ERROR_SIGNALS", ""); // else UCX takes SIGSEGV, by which Java finds null pointers
        try {
            return new Mpi(SymbolLookup.libraryLookup("libmpi.so.40", Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    "started by mpirun, but Open MPI's libmpi.so.40 cannot be loaded (" + e.getMessage()
                            + "); install Open MPI 4 or 5 (Debian: apt install openmpi-bin), or start one process "
                            + "without mpirun",
                    e);
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void sum(Tensor tensor) {
        try {
            check(
                    (int) allReduce.invokeExact(IN_PLACE, memory(tensor), count(tensor), type(tensor), sum, world),
                    "MPI_Allreduce");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    public void broadcast(Tensor tensor) {
        try {
            check((int) broadcast.invokeExact(memory(tensor), count(tensor), type(tensor), 0, world), "MPI_Bcast");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    public void leave() {
        try {
            check((int) finalise.invokeExact(), "MPI_Finalize");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static MemorySegment memory(Tensor tensor) {
        if (tensor.device().kind() != Device.Kind.CPU || !LibTorch.contiguous(tensor.handle())) {
            throw new IllegalArgumentException("MPI works on contiguous tensors on the CPU only");
        }
        return tensor.data();
    }

    private static int count(Tensor tensor) {
        return Math.toIntExact(tensor.elements());
    }

    private MemorySegment type(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> symbol("ompi_mpi_float");
            case FLOAT64 -> symbol("ompi_mpi_double");
            default ->
                throw new IllegalArgumentException("MPI works on float32 and float64 here, not on " + tensor.type());
        };
    }

    private int ask(String name, MemorySegment answer) throws Throwable {
        MethodHandle function = function(name, ADDRESS, ADDRESS);
        check((int) function.invokeExact(world, answer), name);
        return answer.get(JAVA_INT, 0);
    }

    private MethodHandle function(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private MemorySegment symbol(String name) {
        return library.find(name)
                .orElseThrow(() -> new BadInput("libmpi.so.40 has no symbol " + name
                        + ": it is not Open MPI's; install Open MPI 4 or 5, or start one process without mpirun"));
    }

    private static void check(int code, String what) {
        if (code != 0) {
            throw new TensorException(what + " failed with code " + code);
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new TensorException("call of MPI failed", e);
    }
}
