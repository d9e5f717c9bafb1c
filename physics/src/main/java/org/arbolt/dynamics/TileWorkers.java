package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;

/** Threads with a kernel each that share out the tiles; which of them takes a tile does not change the result. */
final class TileWorkers implements AutoCloseable {
    private final List<TileKernel> kernels = new ArrayList<>();
    private final ExecutorService threads;

    /** What is done with a tile. */
    @FunctionalInterface
    interface Work {
        void on(int tile, TileKernel kernel);
    }

    TileWorkers(Potential potential, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("number of threads must be at least 1, was " + count);
        }
        for (int i = 0; i < count; i++) {
            kernels.add(potential.newKernel());
        }
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("dynamics-", 0).factory());
    }

    /** Does the work on every tile; returns when all are done. */
    void forEachTile(int tiles, Work work) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (TileKernel kernel : kernels.subList(0, Math.min(tiles, kernels.size()))) {
            running.add(threads.submit(() -> takeTiles(next, tiles, kernel, work)));
        }
        running.forEach(TileWorkers::await);
    }

    private static void takeTiles(AtomicInteger next, int tiles, TileKernel kernel, Work work) {
        for (int tile = next.getAndIncrement(); tile < tiles; tile = next.getAndIncrement()) {
            work.on(tile, kernel);
        }
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while replicas were moving", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
