package org.arbolt.tensor;

/** libtorch refused an operation; the message carries its own words where the version in use gives them. */
public final class TensorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TensorException(String message) {
        super(message);
    }

    TensorException(String message, Throwable cause) {
        super(message, cause);
    }
}
