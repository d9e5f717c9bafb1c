package org.arbolt.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Threads in each of which libtorch's operators run in that thread alone. Made when first wanted; they end with the
 * process.
 */
final class EngineThreads {
    private static final List<ExecutorService> THREADS = new ArrayList<>();

    private EngineThreads() {}

    /**
     * Does work with the numbers 0 … count − 1 at the same time, a number always on the same thread; returns when all
     * are done.
     */
    static synchronized void run(int count, IntConsumer work) {
        if (THREADS.size() < count) {
            add(count - THREADS.size());
        }
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(THREADS.get(i).submit(() -> work.accept(number)));
        }
        Throwable failure = null;
        for (Future<?> one : running) { // all of them, for they work on the same things
            Throwable own = failureOf(one);
            failure = failure == null ? own : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static Throwable failureOf(Future<?> one) {
        while (true) {
            try {
                one.get();
                return null;
            } catch (ExecutionException e) {
                return e.getCause() instanceof CompletionException waiting && waiting.getCause() != null
                        ? waiting.getCause()
                        : e.getCause();
            } catch (InterruptedException e) {
                // work on shared memory cannot be left behind; nothing here interrupts
            }
        }
    }

    private static void add(int count) {
        int operators = LibTorch.threads();
        for (int i = 0; i < count; i++) {
            String name = "libtorch " + THREADS.size();
            ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
                Thread made = new Thread(work, name);
                made.setDaemon(true);
                return made;
            });
            THREADS.add(thread);
            failureOf(thread.submit(() -> {
                LibTorch.threads(); // begins what a thread's first operator would begin, with the number that holds for
                // all
                LibTorch.setThreads(1);
            }));
        }
        LibTorch.setThreads(operators); // what one thread is told holds for all that begin later
    }
}
