package org.arbolt.tensor;

import static org.arbolt.tensor.Operator.NONE;
import static org.arbolt.tensor.Operator.arg;
import static org.arbolt.tensor.Operator.list;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * An array of numbers in libtorch's memory. Made in the innermost {@link TensorScope} of the thread, which frees it,
 * unless {@link #own} takes it out. Views ({@code view}, {@code narrow}, {@code select}, {@code transpose}) share their
 * memory with the tensor they come from, which may be freed before them. Dimensions may be counted from the end, −1
 * being the last.
 */
public final class Tensor implements AutoCloseable {
    private static final AtomicLong LIVE = new AtomicLong();

    private static final Operator VIEW = new Operator("view", "");
    private static final Operator RESHAPE = new Operator("reshape", "");
    private static final Operator NARROW = new Operator("narrow", "");
    private static final Operator SELECT = new Operator("select", "int");
    private static final Operator UNBIND = new Operator("unbind", "int");
    private static final Operator TRANSPOSE = new Operator("transpose", "int");
    private static final Operator EXPAND = new Operator("expand", "");
    private static final Operator CONTIGUOUS = new Operator("contiguous", "");
    private static final Operator DETACH = new Operator("detach", "");
    private static final Operator CAT = new Operator("cat", "");
    private static final Operator GATHER = new Operator("gather", "");
    private static final Operator TO_TYPE = new Operator("to", "dtype");
    private static final Operator MULTIPLY = new Operator("mul", "Tensor");
    private static final Operator DIVIDE = new Operator("div", "Tensor");
    private static final Operator MATMUL = new Operator("matmul", "");
    private static final Operator DOT = new Operator("dot", "");
    private static final Operator EXP = new Operator("exp", "");
    private static final Operator ERF = new Operator("erf", "");
    private static final Operator TANH = new Operator("tanh", "");
    private static final Operator RELU = new Operator("relu", "");
    private static final Operator LOG = new Operator("log", "");
    private static final Operator SUM = new Operator("sum", "");
    private static final Operator MEAN = new Operator("mean", "");
    private static final Operator CUMSUM = new Operator("cumsum", "");
    private static final Operator SEARCH_SORTED = new Operator("searchsorted", "Tensor");
    private static final Operator MINIMUM = new Operator("minimum", "");
    private static final Operator LOGSUMEXP = new Operator("logsumexp", "");
    private static final Operator ZERO = new Operator("zero_", "");
    private static final Operator COPY = new Operator("copy_", "");
    private static final Operator SCALE = new Operator("mul_", "Tensor");
    private static final Operator LERP = new Operator("lerp_", "Tensor");
    private static final Operator VERSION = new Operator("_version", "");
    private static final Operator BACKWARD = new Operator("_backward", "");

    private long handle;
    private TensorScope scope; // null when the caller owns it
    private long[] shape; // filled when first asked for

    private Tensor(long handle) {
        this.handle = handle;
        this.scope = TensorScope.current();
        scope.add(this);
        LIVE.incrementAndGet();
    }

    /** Takes over a handle into the current scope. */
    static Tensor adopt(long handle) {
        return new Tensor(handle);
    }

    /** Number of tensors not yet freed, in all threads: for leak checks. */
    public static long liveCount() {
        return LIVE.get();
    }

    // ---- making

    /** A tensor whose contents are undefined. */
    public static Tensor empty(DType type, Device device, long... shape) {
        Natives.load();
        TensorScope.current();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("sizes must not be negative, were " + Arrays.toString(shape));
            }
        }
        return adopt(LibTorch.empty(type, device, shape));
    }

    public static Tensor zeros(DType type, Device device, long... shape) {
        Tensor made = empty(type, device, shape);
        made.zero();
        return made;
    }

    /** A float32 tensor on the CPU with the values given in row-major order. */
    public static Tensor of(float[] values, long... shape) {
        return filled(DType.FLOAT32, MemorySegment.ofArray(values), shape);
    }

    /** A float64 tensor on the CPU with the values given in row-major order. */
    public static Tensor of(double[] values, long... shape) {
        return filled(DType.FLOAT64, MemorySegment.ofArray(values), shape);
    }

    /** An int64 tensor on the CPU with the values given in row-major order. */
    public static Tensor of(long[] values, long... shape) {
        return filled(DType.INT64, MemorySegment.ofArray(values), shape);
    }

    /** An int64 tensor on the CPU with the values given in row-major order. */
    public static Tensor of(int[] values, long... shape) {
        return of(Arrays.stream(values).asLongStream().toArray(), shape);
    }

    /** A float32 tensor on the CPU without dimensions. */
    public static Tensor scalar(double value) {
        return of(new float[] {(float) value});
    }

    /** A tensor on the CPU with these bytes, little-endian and in row-major order. */
    public static Tensor filled(DType type, MemorySegment bytes, long... shape) {
        Tensor made = empty(type, Device.CPU, shape);
        if (made.elements() * type.bytes() != bytes.byteSize()) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " of " + type + " does not hold "
                    + bytes.byteSize() + " bytes");
        }
        made.data().copyFrom(bytes);
        return made;
    }

    // ---- what it is

    /** Sizes of the dimensions, the outermost first; empty for a number. */
    public long[] shape() {
        return sizes().clone();
    }

    /** Number of dimensions. */
    public int rank() {
        return sizes().length;
    }

    /** Size of a dimension. */
    public int size(int dimension) {
        long[] sizes = sizes();
        return Math.toIntExact(sizes[dimension < 0 ? dimension + sizes.length : dimension]);
    }

    /** Number of elements. */
    public long elements() {
        return Arrays.stream(sizes()).reduce(1, Math::multiplyExact);
    }

    public DType type() {
        return LibTorch.type(handle());
    }

    public Device device() {
        return LibTorch.device(handle());
    }

    /** Goes up with every change in place. */
    public long version() {
        return LibTorch.call(VERSION, new long[] {arg(this)});
    }

    // ---- taking values out

    /**
     * The values where they are, without copying: read only, and only until the tensor is freed. For tensors on the
     * CPU in row-major order.
     */
    public MemorySegment memory() {
        if (device().kind() != Device.Kind.CPU || !LibTorch.contiguous(handle())) {
            throw new IllegalArgumentException("only a contiguous tensor on the CPU can be read in place");
        }
        return data().asReadOnly();
    }

    /** Copy of a float32 tensor's values in row-major order. */
    public float[] toFloats() {
        return read(DType.FLOAT32, bytes -> bytes.toArray(ValueLayout.JAVA_FLOAT));
    }

    /** Copy of a float64 tensor's values in row-major order. */
    public double[] toDoubles() {
        return read(DType.FLOAT64, bytes -> bytes.toArray(ValueLayout.JAVA_DOUBLE));
    }

    /** Copy of an int64 tensor's values in row-major order. */
    public long[] toLongs() {
        return read(DType.INT64, bytes -> bytes.toArray(ValueLayout.JAVA_LONG));
    }

    /** The value of a float32 tensor of one element. */
    public float item() {
        if (elements() != 1) {
            throw new IllegalArgumentException(
                    "only a tensor of one element has an item, shape " + Arrays.toString(sizes()));
        }
        return toFloats()[0];
    }

    // ---- shape

    /** Same memory under another shape; one size may be −1. The tensor must be contiguous enough for it. */
    public Tensor view(long... newShape) {
        return VIEW.apply(arg(this), list(newShape));
    }

    /** Another shape, copied where a view cannot do it; one size may be −1. */
    public Tensor reshape(long... newShape) {
        return RESHAPE.apply(arg(this), list(newShape));
    }

    /** View of indices {@code start … start + length − 1} of a dimension. */
    public Tensor narrow(int dimension, long start, long length) {
        return NARROW.apply(arg(this), dimension, start, length);
    }

    /** View at one index of a dimension, which disappears. */
    public Tensor select(int dimension, long index) {
        return SELECT.apply(arg(this), dimension, index);
    }

    /** Views at all indices of a dimension, which disappears; the derivative is put together in one go. */
    public List<Tensor> unbind(int dimension) {
        return UNBIND.applyToList(arg(this), dimension);
    }

    /** View with two dimensions exchanged. */
    public Tensor transpose(int first, int second) {
        return TRANSPOSE.apply(arg(this), first, second);
    }

    /** View in which dimensions of size 1 are repeated to the sizes given. */
    public Tensor expand(long... sizes) {
        return EXPAND.apply(arg(this), list(sizes), arg(false));
    }

    /** The same values in row-major order; itself where they are so already. */
    public Tensor contiguous() {
        return CONTIGUOUS.apply(arg(this), 0); // memory format 0: contiguous
    }

    /** The same memory, outside of differentiation. */
    public Tensor detach() {
        return DETACH.apply(arg(this));
    }

    /** Tensors that differ in one dimension only, joined along it. */
    public static Tensor concatenate(List<Tensor> parts, int dimension) {
        return CAT.apply(list(parts), dimension);
    }

    /** {@code result[i][j] = this[i][indices[i][j]]} for the last dimension, and likewise for others; indices int64. */
    public Tensor gather(int dimension, Tensor indices) {
        return GATHER.apply(arg(this), dimension, arg(indices), arg(false));
    }

    /** The same values in another type; itself where the type is the same. */
    public Tensor to(DType type) {
        return TO_TYPE.apply(arg(this), arg(type), arg(false), arg(false), NONE);
    }

    /** A copy on a device, outside of differentiation. */
    public Tensor to(Device device) {
        Tensor copy = empty(type(), device, sizes());
        copy.assign(detach());
        return copy;
    }

    /** The same values on a device; itself where it is there already. */
    public Tensor on(Device device) {
        return device().equals(device) ? this : to(device);
    }

    // ---- arithmetic, element by element with broadcasting, differentiable

    public Tensor plus(Tensor other) {
        return plus(other, 1);
    }

    /** this + factor · other. */
    public Tensor plus(Tensor other, double factor) {
        return adopt(LibTorch.subtract(handle(), other.handle(), -factor));
    }

    public Tensor minus(Tensor other) {
        return plus(other, -1);
    }

    public Tensor times(Tensor other) {
        return MULTIPLY.apply(arg(this), arg(other));
    }

    public Tensor times(double factor) {
        return times(scalarLike(factor));
    }

    public Tensor dividedBy(Tensor other) {
        return DIVIDE.apply(arg(this), arg(other));
    }

    public Tensor exp() {
        return EXP.apply(arg(this));
    }

    /** The error function. */
    public Tensor erf() {
        return ERF.apply(arg(this));
    }

    /** The hyperbolic tangent. */
    public Tensor tanh() {
        return TANH.apply(arg(this));
    }

    /** The numbers, 0 in place of negative ones. */
    public Tensor positivePart() {
        return RELU.apply(arg(this));
    }

    /** Natural logarithm. */
    public Tensor log() {
        return LOG.apply(arg(this));
    }

    /** Matrix product of the last two dimensions, the others broadcast: […, n, k]·[…, k, m] = […, n, m]. */
    public Tensor matmul(Tensor other) {
        return MATMUL.apply(arg(this), arg(other));
    }

    /** Scalar product of two vectors [n], no dimensions. */
    public Tensor dot(Tensor other) {
        return DOT.apply(arg(this), arg(other));
    }

    /** Sum of all elements, no dimensions. */
    public Tensor sum() {
        return SUM.apply(arg(this), NONE);
    }

    /** Mean of all elements, no dimensions. */
    public Tensor mean() {
        return MEAN.apply(arg(this), NONE);
    }

    /** Running sum along a dimension. */
    public Tensor cumulativeSum(int dimension) {
        return CUMSUM.apply(arg(this), dimension, NONE);
    }

    /**
     * How many numbers of each row of this tensor [n, V], which ascend, are not above a bound; not differentiable.
     *
     * @param bounds [n, 1], of the same type
     * @return [n, 1], int64
     */
    public Tensor countNotAbove(Tensor bounds) {
        return SEARCH_SORTED.apply(arg(this), arg(bounds), arg(false), arg(true), NONE, NONE);
    }

    /** The lesser of two numbers, element by element with broadcasting. */
    public Tensor minimum(Tensor other) {
        return MINIMUM.apply(arg(this), arg(other));
    }

    /** log Σ exp over a dimension, which disappears. */
    public Tensor logSumExp(int dimension) {
        return LOGSUMEXP.apply(arg(this), list(dimension), arg(false));
    }

    // ---- changes in place; not differentiable, so only where gradients are not recorded

    public void zero() {
        ZERO.change(arg(this));
    }

    /** Copies another tensor's values into this one, converting type and device; shapes broadcast. */
    public void assign(Tensor other) {
        COPY.change(arg(this), arg(other), arg(false));
    }

    /** Multiplies by a number. */
    public void scale(double factor) {
        SCALE.change(arg(this), arg(scalarLike(factor)));
    }

    /** Moves the given part of the way to other: this += weight · (other − this). */
    public void moveTowards(Tensor other, double weight) {
        moveTowards(other, scalarLike(weight).on(device()));
    }

    /** The same with a weight without dimensions on the same device. */
    public void moveTowards(Tensor other, Tensor weight) {
        LERP.change(arg(this), arg(other), arg(weight));
    }

    // ---- gradients

    /** Marks a leaf as one whose gradient is wanted, or no longer wanted. */
    public Tensor requireGradient(boolean wanted) {
        LibTorch.requireGradient(handle(), wanted);
        return this;
    }

    /**
     * Adds the derivative of this number to the gradients of the leaves given.
     *
     * @param leaves tensors of which {@link #requireGradient} was asked, all of which this one must depend on
     */
    public void backward(List<Tensor> leaves) {
        BACKWARD.run(arg(this), list(leaves), NONE, NONE, arg(false));
    }

    /**
     * Adds to the gradients of all leaves that this tensor depends on, or is.
     *
     * @param derivative of the final number with respect to this tensor, of its shape and type
     */
    public void backward(Tensor derivative) {
        BACKWARD.run(arg(this), list(List.of()), Operator.some(arg(derivative)), NONE, arg(false));
    }

    /** Whether a gradient has been accumulated. */
    public boolean hasGradient() {
        long gradient = LibTorch.gradient(handle());
        if (gradient != 0) {
            LibTorch.delete(gradient);
        }
        return gradient != 0;
    }

    /** The accumulated gradient itself, not a copy: changes of it in place count. */
    public Tensor gradient() {
        long gradient = LibTorch.gradient(handle());
        if (gradient == 0) {
            throw new IllegalStateException(
                    "no gradient has been accumulated for a tensor of shape " + Arrays.toString(sizes()));
        }
        return adopt(gradient);
    }

    /** Forgets the accumulated gradient: the next one is not added to it but takes its place. */
    public void dropGradient() {
        LibTorch.dropGradient(handle());
    }

    // ---- ownership

    /** Takes the tensor out of its scope: the caller must close it. */
    public Tensor own() {
        handle();
        scope = null;
        return this;
    }

    /** Frees it; a second call does nothing. */
    @Override
    public void close() {
        if (handle != 0) {
            LibTorch.delete(handle);
            handle = 0;
            LIVE.decrementAndGet();
        }
    }

    TensorScope scope() {
        return handle == 0 ? null : scope;
    }

    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("this tensor has been freed");
        }
        return handle;
    }

    /** Its memory, valid until it is freed, on whatever device it lies. */
    MemorySegment data() {
        return LibTorch.data(handle(), elements() * type().bytes());
    }

    private long[] sizes() {
        handle();
        if (shape == null) {
            shape = LibTorch.shape(handle);
        }
        return shape;
    }

    private <T> T read(DType expected, Function<MemorySegment, T> reader) {
        if (type() != expected) {
            throw new IllegalArgumentException("tensor is of " + type() + ", not of " + expected);
        }
        if (device().kind() == Device.Kind.CPU && LibTorch.contiguous(handle())) {
            return reader.apply(data());
        }
        try (var _ = TensorScope.open()) {
            return reader.apply(to(Device.CPU).data()); // a copy in row-major order
        }
    }

    private Tensor scalarLike(double value) {
        Tensor made = empty(type(), Device.CPU);
        MemorySegment data = made.data();
        switch (made.type()) {
            case FLOAT32 -> data.set(ValueLayout.JAVA_FLOAT, 0, (float) value);
            case FLOAT64 -> data.set(ValueLayout.JAVA_DOUBLE, 0, value);
            default -> {
                return scalar(value).to(type());
            }
        }
        return made;
    }
}
