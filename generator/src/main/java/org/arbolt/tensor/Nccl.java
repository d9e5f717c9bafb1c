package org.arbolt.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.arbolt.BadInput;

/**
 * NVIDIA's NCCL (its C interface of version 2) for tensors on CUDA devices, one device per process; MPI brings the
 * processes together and sums what lies on the CPU. Written from nccl.h; run with two processes that shared a
 * device (docs/gpu.md).
 */
final class Nccl implements Collective {
    private static final int ID_BYTES = 128; // NCCL_UNIQUE_ID_BYTES
    private static final MemoryLayout ID = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(ID_BYTES, JAVA_BYTE));
    private static final int FLOAT32 = 7; // ncclDataType_t
    private static final int FLOAT64 = 8;
    private static final int SUM = 0; // ncclRedOp_t

    private final Mpi mpi;
    private final Device device;
    private final SymbolLookup library;
    private final MethodHandle allReduce;
    private final MethodHandle broadcast;
    private final MemorySegment communicator;

    private Nccl(Mpi mpi, Device device, SymbolLookup library) {
        this.mpi = mpi;
        this.device = device;
        this.library = library;
        allReduce = function("ncclAllReduce", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        broadcast = function("ncclBroadcast", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        MethodHandle start = function("ncclCommInitRank", ADDRESS, JAVA_INT, ID, JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ADDRESS);
            int code = LibTorch.onCudaDevice(
                    device.index(), () -> (int) start.invokeExact(answer, mpi.size(), agreedId(arena), mpi.rank()));
            check(code, "ncclCommInitRank");
            communicator = answer.get(ADDRESS, 0);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Joins the processes that MPI has brought together. @throws BadInput if there is no NCCL on this machine */
    static Nccl join(Mpi mpi, Device device) {
        Engine.load(); // PyTorch's CUDA library brings NCCL with it
        try {
            return new Nccl(mpi, device, SymbolLookup.libraryLookup("libnccl.so.2", Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    "several processes on CUDA devices need NCCL, and libnccl.so.2 cannot be loaded (" + e.getMessage()
                            + "); install it, or start one process without mpirun",
                    e);
        }
    }

    /** The number that NCCL's processes recognise one another by: made by process 0, told to all by MPI. */
    private MemorySegment agreedId(Arena arena) throws Throwable {
        MemorySegment id = arena.allocate(ID);
        if (mpi.leads()) {
            MethodHandle make = function("ncclGetUniqueId", ADDRESS);
            check((int) make.invokeExact(id), "ncclGetUniqueId");
        }
        double[] numbers = new double[ID_BYTES];
        for (int i = 0; i < ID_BYTES; i++) {
            numbers[i] = id.get(JAVA_BYTE, i);
        }
        double[] told = mpi.broadcast(numbers);
        for (int i = 0; i < ID_BYTES; i++) {
            id.set(JAVA_BYTE, i, (byte) told[i]);
        }
        return id;
    }

    @Override
    public int rank() {
        return mpi.rank();
    }

    @Override
    public int size() {
        return mpi.size();
    }

    @Override
    public void sum(Tensor tensor) {
        if (tensor.device().kind() == Device.Kind.CPU) {
            mpi.sum(tensor);
            return;
        }
        MemorySegment data = tensor.data();
        try {
            check(
                    (int) allReduce.invokeExact(
                            data, data, tensor.elements(), type(tensor), SUM, communicator, stream()),
                    "ncclAllReduce");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    public void broadcast(Tensor tensor) {
        if (tensor.device().kind() == Device.Kind.CPU) {
            mpi.broadcast(tensor);
            return;
        }
        MemorySegment data = tensor.data();
        try {
            check(
                    (int) broadcast.invokeExact(data, data, tensor.elements(), type(tensor), 0, communicator, stream()),
                    "ncclBroadcast");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    public void leave() {
        MethodHandle destroy = function("ncclCommDestroy", ADDRESS);
        try {
            check((int) destroy.invokeExact(communicator), "ncclCommDestroy");
        } catch (Throwable e) {
            throw rethrown(e);
        }
        mpi.leave();
    }

    /**
     * libtorch's stream: what NCCL does there comes after what libtorch began before it, and before what it begins
     * next.
     */
    private MemorySegment stream() {
        return LibTorch.cudaStream(device.index());
    }

    private static int type(Tensor tensor) {
        if (!LibTorch.contiguous(tensor.handle())) {
            throw new IllegalArgumentException("NCCL works on contiguous tensors only");
        }
        return switch (tensor.type()) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            default ->
                throw new IllegalArgumentException("NCCL works on float32 and float64 here, not on " + tensor.type());
        };
    }

    private MethodHandle function(String name, MemoryLayout... arguments) {
        MemorySegment address = library.find(name)
                .orElseThrow(() -> new BadInput("libnccl.so.2 has no function " + name + "; install NCCL 2"));
        return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static void check(int code, String what) {
        if (code != 0) {
            throw new TensorException(what + " failed with code " + code + "; NCCL_DEBUG=INFO tells more");
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new TensorException("call of NCCL failed", e);
    }
}
