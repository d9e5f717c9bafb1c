package org.arbolt.io.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A tensor of a PyTorch checkpoint: a window on a storage. Nothing has been read of it yet, and none of its numbers
 * checked against the storage.
 *
 * @param dtype element type as {@link TensorData} names it, or the name of the storage's class where there is none
 * @param storage name of the storage in the file
 * @param storageSize number of elements the storage claims
 * @param offset first element in the storage
 * @param shape extent of each axis
 * @param strides elements between neighbours along each axis
 */
public record TorchTensor(String dtype, String storage, long storageSize, long offset, long[] shape, long[] strides) {
    private static final Map<String, String> TYPES = Map.of(
            "FloatStorage",
            "F32",
            "HalfStorage",
            "F16",
            "BFloat16Storage",
            "BF16",
            "DoubleStorage",
            "F64",
            "LongStorage",
            "I64",
            "IntStorage",
            "I32",
            "ByteStorage",
            "U8",
            "BoolStorage",
            "BOOL");
    private static final int DEEPEST = 4; // parameters around tensors

    /** The tensor that a pickled value stands for, or null where it is none. */
    public static TorchTensor of(Object value) {
        Object at = value;
        for (int i = 0; i < DEEPEST && at instanceof Pickled.Made made; i++) {
            if (made.isCallOf("torch._utils", "_rebuild_tensor_v2")
                    || made.isCallOf("torch._utils", "_rebuild_tensor")) {
                return rebuilt(made.arguments());
            }
            boolean parameter = made.isCallOf("torch._utils", "_rebuild_parameter")
                    || made.isCallOf("torch._utils", "_rebuild_parameter_with_state");
            if (!parameter || made.arguments().isEmpty()) {
                return null;
            }
            at = made.arguments().getFirst();
        }
        return null;
    }

    private static TorchTensor rebuilt(List<Object> arguments) {
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof Pickled.Persistent persistent)
                || !(persistent.id() instanceof Pickled.Tuple id)
                || id.items().size() < 5
                || !(id.items().get(1) instanceof Pickled.Global type)
                || !(id.items().get(2) instanceof String key)
                || !(id.items().get(4) instanceof Long size)
                || !(arguments.get(1) instanceof Long offset)) {
            return null;
        }
        long[] shape = numbers(arguments.get(2));
        long[] strides = numbers(arguments.get(3));
        return shape == null || strides == null || shape.length != strides.length
                ? null
                : new TorchTensor(TYPES.getOrDefault(type.name(), type.name()), key, size, offset, shape, strides);
    }

    /** A tuple of integers, or a torch.Size, which is made from one. */
    private static long[] numbers(Object value) {
        Object tuple = value instanceof Pickled.Made made && made.arguments().size() == 1
                ? made.arguments().getFirst()
                : value;
        if (!(tuple instanceof Pickled.Tuple t) || !t.items().stream().allMatch(i -> i instanceof Long)) {
            return null;
        }
        return t.items().stream().mapToLong(i -> (Long) i).toArray();
    }

    @Override
    public String toString() {
        return dtype + " " + Arrays.toString(shape);
    }
}
