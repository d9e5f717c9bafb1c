package org.arbolt.tensor;

/**
 * Where a tensor lives.
 *
 * @param kind CPU or CUDA device
 * @param index number of the CUDA device, from 0; 0 for the CPU
 */
public record Device(Kind kind, int index) {
    /** The CPU and its memory. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    public enum Kind {
        CPU,
        CUDA
    }

    public Device {
        if (index < 0 || (kind == Kind.CPU && index != 0)) {
            throw new IllegalArgumentException("no device " + kind + " has index " + index);
        }
    }

    /** A CUDA device. */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /** c10::DeviceType. */
    int torchType() {
        return kind == Kind.CPU ? 0 : 1;
    }

    /** libtorch numbers the CPU −1. */
    int torchIndex() {
        return kind == Kind.CPU ? -1 : index;
    }
}
