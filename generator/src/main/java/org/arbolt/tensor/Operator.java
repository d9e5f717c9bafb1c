package org.arbolt.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * An operator of libtorch's dispatcher and how its arguments are encoded: every argument is 64 bits. A tensor is a
 * handle which the callee takes, a list a handle likewise, an optional argument an address or {@link #NONE}.
 */
final class Operator {
    /** An optional argument that is absent. */
    static final long NONE = 0;

    private final MemorySegment name;
    private final MemorySegment overload;
    private final String label;

    /**
     * @param name name in the schema without {@code aten::}
     * @param overload name of the overload, often empty
     */
    Operator(String name, String overload) {
        this.name = Arena.global().allocateFrom("aten::" + name);
        this.overload = Arena.global().allocateFrom(overload);
        this.label = overload.isEmpty() ? name : name + "." + overload;
    }

    MemorySegment name() {
        return name;
    }

    MemorySegment overload() {
        return overload;
    }

    /** Calls the operator, its result a tensor in the current scope. */
    Tensor apply(long... arguments) {
        return Tensor.adopt(LibTorch.call(this, arguments));
    }

    /** Calls an operator that returns a list of tensors, which are in the current scope. */
    List<Tensor> applyToList(long... arguments) {
        return Arrays.stream(LibTorch.elements(LibTorch.call(this, arguments)))
                .mapToObj(Tensor::adopt)
                .toList();
    }

    /** Calls an operator that returns nothing. */
    void run(long... arguments) {
        LibTorch.call(this, arguments);
    }

    /** Calls an operator that changes its first argument and returns it. */
    void change(long... arguments) {
        LibTorch.delete(LibTorch.call(this, arguments));
    }

    static long arg(Tensor tensor) {
        return LibTorch.copyHandle(tensor.handle());
    }

    static long arg(double value) {
        return Double.doubleToRawLongBits(value);
    }

    static long arg(boolean value) {
        return value ? 1 : 0;
    }

    static long arg(DType type) {
        return LibTorch.code(type);
    }

    static long list(long... values) {
        return LibTorch.list(values);
    }

    static long list(List<Tensor> tensors) {
        return LibTorch.list(tensors.stream().mapToLong(Operator::arg).toArray());
    }

    static long some(long encoded) {
        return LibTorch.present(encoded);
    }

    @Override
    public String toString() {
        return label;
    }
}
