package org.arbolt.forcefield;

import java.util.BitSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;

/**
 * Cuts a batch into tiles and spreads blocks of them over the threads of the common pool. Every frame's energy is
 * worked out by itself in its lane, so the result depends neither on the number of threads nor on the frame's
 * neighbours.
 */
public final class BatchedPotential implements Potential {
    private static final int TILES_PER_BLOCK = 16; // at most
    private static final int BLOCKS = 32; // or more, if the batch is large enough for so many
    private static final int FEWEST_TILES = 16; // below, waking another thread costs more than it takes over

    private final double[] masses;
    private final Function<BitSet, Potential> parts; // null where it cannot be taken apart
    private final Supplier<TileKernel> kernels;
    private final int lanes;
    private final Queue<Worker> idle = new ConcurrentLinkedQueue<>();

    private BatchedPotential(double[] masses, Function<BitSet, Potential> parts, Supplier<TileKernel> kernels) {
        this.masses = masses.clone();
        this.parts = parts;
        this.kernels = kernels;
        Worker first = take();
        lanes = first.lanes;
        idle.add(first);
    }

    /** The potential in the vector kernel. */
    public static Potential vector(SystemParameters parameters, Cutoff cutoff, EnergyPrecision precision) {
        CosineSeries series = CosineSeries.of(parameters.torsions());
        return of(
                parameters,
                cutoff,
                atoms -> vector(parameters.part(atoms), cutoff, precision),
                switch (precision) {
                    case FLOAT -> {
                        FloatPairNumbers numbers = new FloatPairNumbers(parameters, cutoff);
                        yield () -> new FloatTileKernel(parameters, series, numbers);
                    }
                    case DOUBLE -> {
                        DoublePairNumbers numbers = new DoublePairNumbers(parameters, cutoff);
                        yield () -> new DoubleTileKernel(parameters, series, numbers);
                    }
                });
    }

    /** The potential in the scalar reference, in double precision and some hundred times slower. */
    public static Potential reference(SystemParameters parameters, Cutoff cutoff) {
        return of(
                parameters,
                cutoff,
                atoms -> reference(parameters.part(atoms), cutoff),
                () -> new ScalarKernel(parameters, cutoff));
    }

    private static Potential of(
            SystemParameters parameters,
            Cutoff cutoff,
            Function<BitSet, Potential> parts,
            Supplier<TileKernel> kernels) {
        return new BatchedPotential(
                parameters.masses(),
                parts,
                cutoff.reaction() == 0
                        ? kernels
                        : () -> new ReactionField(kernels.get(), parameters.nonbonded(), cutoff));
    }

    /** The potential of kernels that somebody makes, one for each thread. */
    static Potential of(double[] masses, Supplier<TileKernel> kernels) {
        return new BatchedPotential(masses, null, kernels);
    }

    @Override
    public int atoms() {
        return masses.length;
    }

    @Override
    public double[] masses() {
        return masses.clone();
    }

    @Override
    public Potential part(BitSet atoms) {
        return parts == null ? null : parts.apply(atoms);
    }

    @Override
    public TileKernel newKernel() {
        return kernels.get();
    }

    @Override
    public Energies evaluate(Frames frames, boolean withForces) {
        double[] components = new double[frames.count() * EnergyComponent.COUNT];
        double[] forces = withForces ? new double[frames.xyz().length] : null;
        return evaluate(frames, new Energies(new double[frames.count()], components, forces));
    }

    @Override
    public double[] energies(Frames frames) {
        return evaluate(frames, new Energies(new double[frames.count()], null, null))
                .total();
    }

    /** Fills what there is of the result. */
    private Energies evaluate(Frames frames, Energies out) {
        if (frames.atoms() != atoms()) {
            throw new IllegalArgumentException("frames must be of " + atoms() + " atoms, were of " + frames.atoms());
        }
        int tiles = Math.ceilDiv(frames.count(), lanes);
        int block = lanes * Math.clamp(tiles / BLOCKS, 1, TILES_PER_BLOCK);
        int threads = tiles < FEWEST_TILES ? 1 : Runtime.getRuntime().availableProcessors();
        AtomicInteger next = new AtomicInteger(); // first frame of the next block, in blocks
        IntStream all = IntStream.range(0, threads);
        (threads > 1 ? all.parallel() : all).forEach(thread -> takeBlocks(next, block, frames, out));
        return out;
    }

    /** What one thread does: a slow one takes fewer blocks, and none is waited for longer than a block. */
    private void takeBlocks(AtomicInteger next, int block, Frames frames, Energies out) {
        int blocks = Math.ceilDiv(frames.count(), block);
        Worker worker = take();
        for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
            worker.evaluate(frames, b * block, (int) Math.min(frames.count(), (b + 1L) * block), out);
        }
        idle.add(worker);
    }

    private Worker take() {
        Worker worker = idle.poll();
        return worker != null ? worker : new Worker(newKernel(), 3 * atoms());
    }

    /** A kernel and the buffers of one tile. */
    private static final class Worker {
        private final TileKernel kernel;
        private final int lanes;
        private final int coordinates; // 3A
        private final double[] forces; // [3A][L], kJ/mol/nm
        private final double[] components; // [5][L], kJ/mol

        Worker(TileKernel kernel, int coordinates) {
            this.kernel = kernel;
            this.lanes = kernel.lanes();
            this.coordinates = coordinates;
            forces = new double[coordinates * lanes];
            components = new double[EnergyComponent.COUNT * lanes];
        }

        void evaluate(Frames frames, int from, int to, Energies out) {
            for (int first = from; first < to; first += lanes) {
                int filled = Math.min(lanes, to - first);
                kernel.evaluateFrames(
                        frames.xyz(), first, filled, coordinates / 3, components, out.forces() == null ? null : forces);
                scatter(first, filled, out);
            }
        }

        private void scatter(int first, int filled, Energies out) {
            for (int lane = 0; lane < filled; lane++) {
                int frame = first + lane;
                for (int c = 0; c < EnergyComponent.COUNT; c++) {
                    out.total()[frame] += components[c * lanes + lane];
                }
                if (out.components() != null) {
                    for (int c = 0; c < EnergyComponent.COUNT; c++) {
                        out.components()[frame * EnergyComponent.COUNT + c] = components[c * lanes + lane];
                    }
                }
                if (out.forces() != null) {
                    for (int k = 0; k < coordinates; k++) {
                        out.forces()[frame * coordinates + k] = forces[k * lanes + lane];
                    }
                }
            }
        }
    }
}
