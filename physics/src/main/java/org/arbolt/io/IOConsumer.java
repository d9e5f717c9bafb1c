package org.arbolt.io;

import java.io.IOException;

/** A consumer that does input or output, and so may fail. */
@FunctionalInterface
public interface IOConsumer<T> {
    void accept(T value) throws IOException;
}
