package org.arbolt.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Owner of the tensors made while it is the innermost open scope of its thread; closing it frees them. Scopes nest:
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *   Tensor y = Layers.linear(x, w); // freed at the end of the block
 *   result = y.sum().own();         // freed when its owner closes it
 * }
 * }</pre>
 *
 * A tensor that shall outlive all scopes is taken out with {@link Tensor#own}. Confined to the thread that opened it.
 */
public final class TensorScope implements AutoCloseable {
    private static final ThreadLocal<TensorScope> INNERMOST = new ThreadLocal<>();

    private final TensorScope outer;
    private final Thread thread = Thread.currentThread();
    private final List<Tensor> members = new ArrayList<>();
    private boolean closed;

    private TensorScope(TensorScope outer) {
        this.outer = outer;
    }

    /** Opens a scope inside the thread's innermost one. */
    public static TensorScope open() {
        TensorScope scope = new TensorScope(INNERMOST.get());
        INNERMOST.set(scope);
        return scope;
    }

    /** The innermost open scope of this thread. */
    static TensorScope current() {
        TensorScope scope = INNERMOST.get();
        if (scope == null) {
            throw new IllegalStateException(
                    "no TensorScope is open in thread " + Thread.currentThread().getName());
        }
        return scope;
    }

    void add(Tensor tensor) {
        members.add(tensor);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (Thread.currentThread() != thread || INNERMOST.get() != this) {
            throw new IllegalStateException("a TensorScope is closed by its own thread, inner scopes first");
        }
        closed = true;
        INNERMOST.set(outer);
        for (int i = members.size() - 1; i >= 0; i--) {
            if (members.get(i).scope() == this) {
                members.get(i).close();
            }
        }
        members.clear();
    }
}
