package org.arbolt.forcefield;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;

/**
 * Prints how many bytes a call of the kernel of a precision allocates, once it is compiled or 20 seconds have passed.
 */
final class KernelAllocation {
    private static final int CALLS = 2000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private KernelAllocation() {}

    public static void main(String[] args) {
        OpenMmReference dipeptide =
                OpenMmReference.read("openmm-alanine-dipeptide.bin").get(0);
        TileKernel kernel = BatchedPotential.vector(
                        dipeptide.parameters(), Cutoff.NONE, EnergyPrecision.valueOf(args[0]))
                .newKernel();
        double[] x = tile(dipeptide.frames(), kernel.lanes());
        double[] components = new double[EnergyComponent.COUNT * kernel.lanes()];
        double[] forces = new double[x.length];
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long allocated;
        do {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int n = 0; n < CALLS; n++) {
                kernel.evaluate(x, components, n % 2 == 0 ? null : forces);
            }
            allocated = (thread.getCurrentThreadAllocatedBytes() - before) / CALLS;
        } while (allocated > 100 && System.nanoTime() < deadline);
        System.out.println(allocated);
    }

    /** The first frame in every lane, each a little different. */
    private static double[] tile(Frames frames, int lanes) {
        RandomStream random = new Seed(1).stream("tile", 0);
        double[] x = new double[3 * frames.atoms() * lanes];
        for (int i = 0; i < x.length; i++) {
            x[i] = frames.xyz()[i / lanes] + 0.001 * random.nextGaussian();
        }
        return x;
    }
}
