package org.arbolt.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbolt.tensor.Engine;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests of small networks: every test runs within a scope of tensors, must leave no other tensor behind, and has
 * one thread, networks this small being slower with more.
 */
public final class TensorsFreed implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private int threads;
    private long before;
    private TensorScope scope;

    @Override
    public void beforeAll(ExtensionContext context) {
        threads = Engine.threads();
        Engine.setThreads(1);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Tensor.liveCount();
        scope = TensorScope.open();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        scope.close();
        assertThat(Tensor.liveCount()).as("tensors left behind").isEqualTo(before);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Engine.setThreads(threads);
    }
}
