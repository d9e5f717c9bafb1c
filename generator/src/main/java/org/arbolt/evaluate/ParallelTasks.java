package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.arbolt.Progress;

/** Pieces of work, each of which finds a number, done at the same time; their progress is told as that of one. */
public final class ParallelTasks {
    private static final long WHOLE = 1000; // a piece's share of the progress

    private final Progress progress;
    private final long[] done; // of WHOLE, by piece

    private ParallelTasks(Progress progress, int pieces) {
        this.progress = progress;
        this.done = new long[pieces];
    }

    /**
     * The numbers in the order of the pieces.
     *
     * @param threads so many pieces at a time at most
     * @throws RuntimeException what a piece threw, the first in order
     */
    public static double[] run(List<ToDoubleFunction<Progress>> pieces, int threads, Progress progress) {
        ParallelTasks all = new ParallelTasks(progress, pieces.size());
        double[] found = new double[pieces.size()];
        try (ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, threads))) {
            List<Future<Double>> futures = new ArrayList<>();
            for (int i = 0; i < found.length; i++) {
                int piece = i;
                futures.add(workers.submit(
                        () -> pieces.get(piece).applyAsDouble((done, total, _) -> all.report(piece, done, total))));
            }
            for (int i = 0; i < found.length; i++) {
                found[i] = futures.get(i).get();
                all.report(i, 1, 1);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return found;
    }

    private synchronized void report(int piece, long now, long total) {
        long reached = WHOLE * now / Math.max(1, total);
        if (reached <= done[piece]) {
            return;
        }
        done[piece] = reached;
        long sum = 0;
        for (long each : done) {
            sum += each;
        }
        progress.report(sum, WHOLE * done.length, "");
    }
}
