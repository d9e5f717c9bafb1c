package org.arbolt.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** The least time that a piece of work took, of many repetitions. */
final class Best {
    private Best() {}

    /**
     * @param seconds how long to repeat after the last improvement
     * @return seconds that the work takes at best
     */
    static double time(double seconds, Runnable work) {
        return best(System::nanoTime, seconds, work);
    }

    /** CPU seconds of the calling thread that the work takes at best, whatever else the machine is doing. */
    static double threadTime(double seconds, Runnable work) {
        return best(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, seconds, work);
    }

    /** CPU seconds of this whole process, counted in hundredths: the work should take a good part of a second. */
    static double processTime(double seconds, Runnable work) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return best(system::getProcessCpuTime, seconds, work);
    }

    /** Goes on until nothing has become faster for so many seconds: the compiler may take a while on a busy machine. */
    private static double best(LongSupplier nanos, double seconds, Runnable work) {
        long patience = (long) (1e9 * seconds);
        long end = System.nanoTime() + patience;
        long best = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long start = nanos.getAsLong();
            work.run();
            long took = nanos.getAsLong() - start;
            if (took < 0.95 * best) {
                end = System.nanoTime() + patience;
            }
            best = Math.min(best, took);
        }
        return 1e-9 * best;
    }
}
