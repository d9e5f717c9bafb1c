package org.arbolt.tensor;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where the networks of the tests live: {@code -Darbolt.device=cuda} for all of them on a GPU, with the PyTorch that
 * {@code -Darbolt.torch=DIR} names. JUnit finds it by {@code META-INF/services}; processes that tests start begin with
 * {@link #use}.
 */
public final class TestDevice implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        use();
    }

    /** Passes the two properties on. */
    public static void use() {
        Path torch = Optional.ofNullable(System.getProperty("arbolt.torch"))
                .map(Path::of)
                .orElse(null);
        Engine.use(System.getProperty("arbolt.device", "cpu"), torch);
    }
}
