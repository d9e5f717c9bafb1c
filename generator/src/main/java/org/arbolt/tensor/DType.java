package org.arbolt.tensor;

/** Types of the elements of a tensor. */
public enum DType {
    FLOAT32("float32", 4),
    FLOAT64("float64", 8),
    FLOAT16("float16", 2),
    BFLOAT16("bfloat16", 2),
    INT32("int32", 4),
    INT64("int64", 8),
    BOOL("bool", 1);

    private final String torchName;
    private final int bytes;

    DType(String torchName, int bytes) {
        this.torchName = torchName;
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    String torchName() {
        return torchName;
    }
}
