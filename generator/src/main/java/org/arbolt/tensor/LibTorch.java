package org.arbolt.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;

/**
 * libtorch's C functions, one static method each. Handles are the addresses of {@code at::Tensor} objects that the
 * holder must delete. All but {@link #gradient} and {@link #setThreads} belong to the interface that libtorch promises
 * to keep (torch/csrc/inductor/aoti_torch/c/shim.h and torch/csrc/stable/c/shim.h).
 */
final class LibTorch {
    /** The interface version these calls are written for: 2.10, in the high bytes. */
    private static final long INTERFACE = 0x020A_0000_0000_0000L;

    private static final Natives NATIVES = Natives.load();
    private static final int STACK = 32;

    private static final MethodHandle CALL = code("torch_call_dispatcher", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle EMPTY =
            code("aoti_torch_empty_strided", JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle DELETE = code("aoti_torch_delete_tensor_object", JAVA_LONG);
    private static final MethodHandle COPY_HANDLE = code("aoti_torch_new_tensor_handle", JAVA_LONG, ADDRESS);
    private static final MethodHandle DATA = code("aoti_torch_get_data_ptr", JAVA_LONG, ADDRESS);
    private static final MethodHandle DIMENSIONS = code("aoti_torch_get_dim", JAVA_LONG, ADDRESS);
    private static final MethodHandle SIZES = code("aoti_torch_get_sizes", JAVA_LONG, ADDRESS);
    private static final MethodHandle TYPE = code("aoti_torch_get_dtype", JAVA_LONG, ADDRESS);
    private static final MethodHandle DEVICE_TYPE = code("aoti_torch_get_device_type", JAVA_LONG, ADDRESS);
    private static final MethodHandle DEVICE_INDEX = code("aoti_torch_get_device_index", JAVA_LONG, ADDRESS);
    private static final MethodHandle CONTIGUOUS = code("aoti_torch_is_contiguous", JAVA_LONG, ADDRESS);
    private static final MethodHandle DEFINED = code("aoti_torch_is_defined", JAVA_LONG, ADDRESS);
    private static final MethodHandle REQUIRES_GRADIENT = code("torch_set_requires_grad", JAVA_LONG, JAVA_BOOLEAN);
    private static final MethodHandle NEW_LIST = code("torch_new_list_reserve_size", JAVA_LONG, ADDRESS);
    private static final MethodHandle PUSH = code("torch_list_push_back", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SIZE = code("torch_list_size", JAVA_LONG, ADDRESS);
    private static final MethodHandle ITEM = code("torch_list_get_item", JAVA_LONG, JAVA_LONG, ADDRESS);
    private static final MethodHandle DELETE_LIST = code("torch_delete_list", JAVA_LONG);
    private static final MethodHandle NO_TENSOR = code("aoti_torch_new_uninitialized_tensor", ADDRESS);
    private static final MethodHandle ASSIGN = code("aoti_torch_assign_tensors", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SUBTRACT =
            code("aoti_torch_aten_subtract_Tensor", JAVA_LONG, JAVA_LONG, JAVA_DOUBLE, ADDRESS);
    private static final MethodHandle IS_RECORDING =
            plain("aoti_torch_grad_mode_is_enabled", FunctionDescriptor.of(JAVA_BOOLEAN));
    private static final MethodHandle SET_RECORDING =
            plain("aoti_torch_grad_mode_set_enabled", FunctionDescriptor.ofVoid(JAVA_BOOLEAN));
    private static final MethodHandle MUTABLE_GRADIENT =
            plain("_ZN3c1010TensorImpl12mutable_gradEv", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SET_THREADS =
            plain("_ZN2at15set_num_threadsEi", FunctionDescriptor.ofVoid(JAVA_INT));
    private static final MethodHandle THREADS = plain("_ZN2at15get_num_threadsEv", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle NEW = plain("_Znwm", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WHAT =
            NATIVES.find("torch_exception_get_what_without_backtrace").isPresent()
                    ? plain("torch_exception_get_what_without_backtrace", FunctionDescriptor.of(ADDRESS))
                    : null; // 2.13 has it, 2.11 not
    private static final MethodHandle DIRECT_LINEAR =
            NATIVES.find("aoti_torch_cpu__linear_pointwise").isPresent()
                    ? code(
                            "aoti_torch_cpu__linear_pointwise",
                            JAVA_LONG,
                            JAVA_LONG,
                            ADDRESS,
                            ADDRESS,
                            ADDRESS,
                            JAVA_LONG,
                            ADDRESS,
                            ADDRESS)
                    : null; // a libtorch without oneDNN
    private static final MemorySegment NO_FUNCTION = Arena.global().allocateFrom("none");
    private static final Map<DType, Integer> TYPE_CODES = typeCodes();
    private static final DType[] TYPES = types();

    private LibTorch() {}

    /** Memory that a call needs for its arguments and its answer; one per thread. */
    private static final class Scratch {
        private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);
        private final MemorySegment stack = Arena.ofAuto().allocate(8L * STACK, 8);
        private final MemorySegment answer = Arena.ofAuto().allocate(8, 8);

        static Scratch get() {
            return OF_THREAD.get();
        }

        long answer() {
            return answer.get(JAVA_LONG, 0);
        }

        int intAnswer() {
            return answer.get(JAVA_INT, 0);
        }
    }

    /** Calls an operator; arguments as {@link Operator} encodes them. Tensors among them are consumed. */
    static long call(Operator operator, long[] arguments) {
        MemorySegment stack = Scratch.get().stack;
        for (int i = 0; i < arguments.length; i++) {
            stack.setAtIndex(JAVA_LONG, i, arguments[i]);
        }
        try {
            check((int) CALL.invokeExact(operator.name(), operator.overload(), stack, INTERFACE), operator.toString());
        } catch (Throwable e) {
            throw rethrown(e);
        }
        return stack.get(JAVA_LONG, 0);
    }

    /** A new tensor in row-major order, its contents undefined. */
    static long empty(DType type, Device device, long[] shape) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sizes = arena.allocate(8L * Math.max(1, shape.length), 8);
            MemorySegment strides = arena.allocate(8L * Math.max(1, shape.length), 8);
            long stride = 1;
            for (int i = shape.length - 1; i >= 0; i--) {
                sizes.setAtIndex(JAVA_LONG, i, shape[i]);
                strides.setAtIndex(JAVA_LONG, i, stride);
                stride = Math.multiplyExact(stride, Math.max(1, shape[i]));
            }
            Scratch scratch = Scratch.get();
            check(
                    (int) EMPTY.invokeExact(
                            (long) shape.length,
                            sizes,
                            strides,
                            code(type),
                            device.torchType(),
                            device.torchIndex(),
                            scratch.answer),
                    "empty_strided");
            return scratch.answer();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void delete(long handle) {
        try {
            check((int) DELETE.invokeExact(handle), "delete_tensor_object");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Another handle of the same tensor. */
    static long copyHandle(long handle) {
        return longOf(COPY_HANDLE, handle, "new_tensor_handle");
    }

    static MemorySegment data(long handle, long bytes) {
        return MemorySegment.ofAddress(longOf(DATA, handle, "get_data_ptr")).reinterpret(bytes);
    }

    static long[] shape(long handle) {
        int dimensions = Math.toIntExact(longOf(DIMENSIONS, handle, "get_dim"));
        MemorySegment sizes =
                MemorySegment.ofAddress(longOf(SIZES, handle, "get_sizes")).reinterpret(8L * dimensions);
        return sizes.toArray(JAVA_LONG);
    }

    static DType type(long handle) {
        int code = intOf(TYPE, handle, "get_dtype");
        if (code < 0 || code >= TYPES.length || TYPES[code] == null) {
            throw new TensorException("tensor of an element type not used here, c10::ScalarType " + code);
        }
        return TYPES[code];
    }

    static Device device(long handle) {
        return intOf(DEVICE_TYPE, handle, "get_device_type") == 0
                ? Device.CPU
                : Device.cuda(intOf(DEVICE_INDEX, handle, "get_device_index"));
    }

    static boolean contiguous(long handle) {
        return (byte) intOf(CONTIGUOUS, handle, "is_contiguous") != 0;
    }

    static void requireGradient(long handle, boolean required) {
        try {
            check((int) REQUIRES_GRADIENT.invokeExact(handle, required), "set_requires_grad");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** A new handle of the gradient of a leaf, or 0 where none has been accumulated. */
    static long gradient(long handle) {
        try {
            long gradient = placeOfGradient(handle);
            return (byte) intOf(DEFINED, gradient, "is_defined") == 0 ? 0 : copyHandle(gradient);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Makes a leaf's gradient one that has not been accumulated. */
    static void dropGradient(long handle) {
        try {
            long gradient = placeOfGradient(handle);
            Scratch scratch = Scratch.get();
            check((int) NO_TENSOR.invokeExact(scratch.answer), "new_uninitialized_tensor");
            long none = scratch.answer();
            check((int) ASSIGN.invokeExact(none, gradient), "assign_tensors");
            delete(none);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** The handle that a leaf itself has of its gradient; not to be deleted. */
    private static long placeOfGradient(long handle) throws Throwable {
        // an at::Tensor is one pointer, to its c10::TensorImpl
        long implementation = MemorySegment.ofAddress(handle).reinterpret(8).get(JAVA_LONG, 0);
        return (long) MUTABLE_GRADIENT.invokeExact(implementation);
    }

    /** a − alpha·b, differentiable. */
    static long subtract(long a, long b, double alpha) {
        try {
            Scratch scratch = Scratch.get();
            check((int) SUBTRACT.invokeExact(a, b, alpha, scratch.answer), "subtract");
            return scratch.answer();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static boolean hasDirectLinear() {
        return DIRECT_LINEAR != null;
    }

    /** x·wᵀ + b by oneDNN, not differentiable; {@code bias} 0 for none. */
    static long directLinear(long x, long weight, long bias) {
        Scratch scratch = Scratch.get();
        try {
            scratch.stack.set(JAVA_LONG, 0, bias);
            MemorySegment optionalBias = bias == 0 ? MemorySegment.NULL : scratch.stack;
            check(
                    (int) DIRECT_LINEAR.invokeExact(
                            x,
                            weight,
                            optionalBias,
                            NO_FUNCTION,
                            MemorySegment.NULL,
                            0L,
                            MemorySegment.NULL,
                            scratch.answer),
                    "_linear_pointwise");
            return scratch.answer();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** A list of encoded values, to be consumed by an operator. */
    static long list(long[] values) {
        long list = longOf(NEW_LIST, (long) values.length, "new_list_reserve_size");
        try {
            for (long value : values) {
                check((int) PUSH.invokeExact(list, value), "list_push_back");
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
        return list;
    }

    /** The elements of a list that an operator has returned; deletes the list. */
    static long[] elements(long list) {
        long[] elements = new long[Math.toIntExact(longOf(SIZE, list, "list_size"))];
        try {
            Scratch scratch = Scratch.get();
            for (int i = 0; i < elements.length; i++) {
                check((int) ITEM.invokeExact(list, (long) i, scratch.answer), "list_get_item");
                elements[i] = scratch.answer();
            }
            check((int) DELETE_LIST.invokeExact(list), "delete_list");
        } catch (Throwable e) {
            throw rethrown(e);
        }
        return elements;
    }

    /**
     * An optional argument that is present: the encoded value in memory that libtorch frees with its operator delete.
     */
    static long present(long value) {
        try {
            long address = (long) NEW.invokeExact(8L);
            MemorySegment.ofAddress(address).reinterpret(8).set(JAVA_LONG, 0, value);
            return address;
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static int code(DType type) {
        return TYPE_CODES.get(type);
    }

    static boolean recordsGradients() {
        try {
            return (boolean) IS_RECORDING.invokeExact();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void recordGradients(boolean enabled) {
        try {
            SET_RECORDING.invokeExact(enabled);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void setThreads(int threads) {
        try {
            SET_THREADS.invokeExact(threads);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static int threads() {
        try {
            return (int) THREADS.invokeExact();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** What is called while a CUDA device is the current one of the thread. */
    interface OnDevice {
        int call() throws Throwable;
    }

    /** Calls a function of another library with a CUDA device as the thread's current one; returns what it returns. */
    static int onCudaDevice(int index, OnDevice work) throws Throwable {
        MethodHandle create = code("aoti_torch_create_cuda_guard", JAVA_INT, ADDRESS);
        MethodHandle delete = code("aoti_torch_delete_cuda_guard", JAVA_LONG);
        Scratch scratch = Scratch.get();
        check((int) create.invokeExact(index, scratch.answer), "create_cuda_guard");
        long guard = scratch.answer();
        try {
            return work.call();
        } finally {
            check((int) delete.invokeExact(guard), "delete_cuda_guard");
        }
    }

    /** Bytes of a CUDA device's memory, used or not. */
    static long cudaMemory(int index) {
        MethodHandle function =
                plain("cudaMemGetInfo", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)); // free, total
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            int code = onCudaDevice(index, () -> (int) function.invokeExact(free, total));
            if (code != 0) {
                throw new TensorException("cudaMemGetInfo failed with code " + code);
            }
            return total.get(JAVA_LONG, 0);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** The CUDA stream on which this thread's operators run. */
    static MemorySegment cudaStream(int index) {
        try {
            MethodHandle function = code("aoti_torch_get_current_cuda_stream", JAVA_INT, ADDRESS);
            Scratch scratch = Scratch.get();
            check((int) function.invokeExact(index, scratch.answer), "get_current_cuda_stream");
            return MemorySegment.ofAddress(scratch.answer());
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static long longOf(MethodHandle function, long argument, String name) {
        try {
            Scratch scratch = Scratch.get();
            check((int) function.invokeExact(argument, scratch.answer), name);
            return scratch.answer();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static int intOf(MethodHandle function, long argument, String name) {
        try {
            Scratch scratch = Scratch.get();
            check((int) function.invokeExact(argument, scratch.answer), name);
            return scratch.intAnswer();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static void check(int code, String what) throws Throwable {
        if (code != 0) {
            String why = WHAT == null
                    ? ""
                    : ((MemorySegment) WHAT.invokeExact()).reinterpret(1 << 16).getString(0);
            throw new TensorException("libtorch refused " + what + (why.isBlank() ? "" : ": " + why.strip()));
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new TensorException("call of libtorch failed", e);
    }

    private static MethodHandle code(String name, MemoryLayout... arguments) {
        return plain(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle plain(String name, FunctionDescriptor signature) {
        MemorySegment address = NATIVES.find(name)
                .orElseThrow(() -> new TensorException(
                        "this libtorch has no function " + name + ": version 2.10 or later needed"));
        return Linker.nativeLinker().downcallHandle(address, signature);
    }

    private static DType[] types() {
        DType[] types = new DType
                [1
                        + TYPE_CODES.values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElseThrow()];
        TYPE_CODES.forEach((type, code) -> types[code] = type);
        return types;
    }

    private static Map<DType, Integer> typeCodes() {
        Map<DType, Integer> codes = new EnumMap<>(DType.class);
        for (DType type : DType.values()) {
            try {
                codes.put(
                        type, (int) code("aoti_torch_dtype_" + type.torchName()).invokeExact());
            } catch (Throwable e) {
                throw rethrown(e);
            }
        }
        return codes;
    }
}
