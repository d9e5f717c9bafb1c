package org.arbolt.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;
import org.arbolt.Progress;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.molecule.Frames;

/**
 * The parts of {@code bench/energies.sh}; each prints rows of a Markdown table.
 *
 * <pre>
 *   frames FOLDER NAME              writes FOLDER/NAME.f64, 10,000 frames, little-endian doubles [F][A][3], nm
 *   energies FOLDER NAME SECONDS    energies of those frames, beside FOLDER/NAME.energies.tsv of OpenMM
 *   langevin FOLDER NAME SECONDS    dynamics, beside FOLDER/NAME.langevin.tsv of OpenMM
 *   share FOLDER NAME SECONDS       share of the processor's peak arithmetic, one thread
 *   sizes FOLDER NAME SECONDS       table of the time per frame of batches of 16 to 1,000,000 frames
 * </pre>
 */
public final class Bench {
    private static final int STEPS = 100; // of each replica between two meetings of the threads
    private static final int PORTION = 20; // meetings between two looks at the clock

    private final BenchSystem system;
    private final Path folder;
    private final double seconds;

    private Bench(Path folder, String name, double seconds) {
        this.folder = folder;
        this.system = BenchSystem.of(name);
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException {
        double seconds = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 0;
        Bench bench = new Bench(Path.of(arguments[1]), arguments[2], seconds);
        switch (arguments[0]) {
            case "frames" -> bench.write(bench.system.frames());
            case "energies" -> bench.energies();
            case "langevin" -> bench.langevin();
            case "share" -> bench.share();
            case "sizes" -> bench.sizes();
            default -> throw new IllegalArgumentException("no such part of the benchmark: " + arguments[0]);
        }
    }

    private void write(Frames frames) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Double.BYTES * frames.xyz().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(frames.xyz());
        Files.write(folder.resolve(system.name() + ".f64"), bytes.array());
    }

    private double[] doubles(String file) throws IOException {
        DoubleBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        double[] values = new double[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private Frames frames() throws IOException {
        return new Frames(system.parameters().atoms(), doubles(system.name() + ".f64"));
    }

    /** OpenMM's fastest platform: its name and rate. */
    private record Peer(String platform, double rate) {}

    private Peer peer(String part) throws IOException {
        return Files.readAllLines(folder.resolve(system.name() + "." + part + ".tsv")).stream()
                .map(line -> line.split("\t"))
                .map(fields -> new Peer(fields[1], Double.parseDouble(fields[2])))
                .max((a, b) -> Double.compare(a.rate(), b.rate()))
                .orElseThrow();
    }

    private void energies() throws IOException {
        Frames frames = frames();
        Potential potential = system.potential();
        double one;
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            one = frames.count()
                    / pool.submit(() -> Best.threadTime(seconds, () -> potential.energies(frames)))
                            .join();
        }
        double all = frames.count() / Best.time(seconds, () -> potential.energies(frames));
        Peer peer = peer("energies");
        System.out.printf(
                "| %s | %,.0f (%s) | %,.0f | %.0f | %,.0f | **%.0f** | %d | %s |%n",
                system.name(),
                peer.rate(),
                peer.platform(),
                one,
                one / peer.rate(),
                all,
                all / peer.rate(),
                system.target(),
                worstDifference(frames, potential));
    }

    /** Of energies by OpenMM's Reference platform. */
    private String worstDifference(Frames frames, Potential potential) throws IOException {
        double[] exact = doubles(system.name() + ".energies.f64");
        double[] ours = potential.energies(frames.slice(0, exact.length));
        double worst = 0;
        for (int f = 0; f < exact.length; f++) {
            worst = Math.max(worst, Math.abs(ours[f] - exact[f]));
        }
        return "%.4f of %,d".formatted(worst, exact.length);
    }

    private void langevin() throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        ReplicaExchange dynamics = system.dynamics(STEPS, 0, Integer.MAX_VALUE);
        dynamics.advance(PORTION, threads, frame -> {}, Progress.NONE);
        Runnable steps = () -> dynamics.advance(PORTION, threads, frame -> {}, Progress.NONE);
        double moves = (double) PORTION * STEPS * BenchSystem.replicas();
        double one = moves / Best.processTime(seconds, steps);
        double all = moves / Best.time(seconds, steps);
        Peer peer = peer("langevin");
        System.out.printf(
                "| %s | %,.0f (%s) | %,.0f | %.0f | %,.0f | **%.0f** | %s |%n",
                system.name(),
                peer.rate(),
                peer.platform(),
                one,
                one / peer.rate(),
                all,
                all / peer.rate(),
                system.name().equals("Ace-A-Nme") ? "40" : "–");
    }

    private void share() throws IOException {
        Frames frames = frames();
        TileKernel kernel = system.pairs().newKernel();
        int lanes = kernel.lanes();
        Frames tile = frames.slice(0, lanes);
        double[] x = new double[3 * frames.atoms() * lanes];
        for (int k = 0; k < x.length; k++) {
            x[k] = tile.xyz()[k % lanes * 3 * frames.atoms() + k / lanes];
        }
        double[] components = new double[EnergyComponent.COUNT * lanes];
        int repeats = 1
                + 250_000
                        / (frames.atoms()
                                * frames.atoms()
                                * lanes); // a fifth of a millisecond, as the peak is measured
        double peak = PeakArithmetic.measure(seconds / 4);
        double time = Best.time(seconds, () -> {
                    for (int n = 0; n < repeats; n++) {
                        kernel.evaluate(x, components, null);
                    }
                })
                / repeats
                / lanes;
        double operations = PairArithmetic.perFrame(system.parameters(), tile);
        int pairs = frames.atoms() * (frames.atoms() - 1) / 2;
        System.out.printf(
                "| %s | %,d | %.0f | %.0f | %.2f | %.1f | %.1f | **%.0f %%** | 35 %% |%n",
                system.name(),
                pairs,
                PairArithmetic.nearPairs(system.parameters().solvent(), tile),
                operations / pairs,
                1e6 * time,
                operations / time / 1e9,
                peak / 1e9,
                100 * operations / time / peak);
    }

    private void sizes() throws IOException {
        List<String> header = new ArrayList<>(List.of("batch of " + system.name()));
        List<String> clock = new ArrayList<>(
                List.of("µs per frame by the clock, " + Runtime.getRuntime().availableProcessors() + " threads"));
        List<String> processor = new ArrayList<>(List.of("processor µs per frame, all threads together"));
        for (int count : new int[] {16, 100, 1000, 10_000, 100_000, 1_000_000}) {
            Frames frames = repeated(count);
            header.add("%,d".formatted(count));
            double patience = Math.max(seconds, count * 4e-6);
            clock.add("%.3f".formatted(microsPerFrame(frames, 1000, work -> Best.time(patience, work))));
            processor.add(
                    "%.3f".formatted(microsPerFrame(frames, 1_000_000, work -> Best.processTime(patience, work))));
        }
        row(header);
        System.out.println("|---".repeat(header.size()) + "|");
        row(clock);
        row(processor);
    }

    private static void row(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    /** The system's frames over and over. */
    private Frames repeated(int count) throws IOException {
        double[] some = frames().xyz();
        int width = 3 * system.parameters().atoms();
        double[] xyz = new double[count * width];
        for (int at = 0; at < xyz.length; at += some.length) {
            System.arraycopy(some, 0, xyz, at, Math.min(some.length, xyz.length - at));
        }
        return new Frames(width / 3, xyz);
    }

    /** @param window how many frames make a piece of work long enough to be timed */
    private double microsPerFrame(Frames frames, int window, ToDoubleFunction<Runnable> stopwatch) {
        Potential potential = system.potential();
        int repeats = Math.max(1, window / frames.count());
        double time = stopwatch.applyAsDouble(() -> {
            for (int n = 0; n < repeats; n++) {
                potential.energies(frames);
            }
        });
        return 1e6 * time / repeats / frames.count();
    }
}
