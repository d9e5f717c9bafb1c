package org.arbolt.tensor;

import org.arbolt.BadInput;

/** Libtorch is needed and cannot be had here; an installed PyTorch, named by {@link Engine#use}, is the remedy. */
public final class MissingTorch extends BadInput {
    private static final long serialVersionUID = 1L;

    MissingTorch(String message) {
        super(message);
    }

    MissingTorch(String message, Throwable cause) {
        super(message, cause);
    }
}
