package org.arbolt.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import org.arbolt.Progress;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.forcefield.Potential;
import org.arbolt.molecule.Frames;

/**
 * The parts of {@code bench/energies.sh}; each prints rows of a Markdown table.
 *
 * <pre>
 *   frames FOLDER NAME              writes FOLDER/NAME.f64, 10,000 frames, little-endian doubles [F][A][3], nm
 *   energies FOLDER NAME SECONDS    energies of those frames, beside FOLDER/NAME.energies.tsv of OpenMM
 *   langevin FOLDER NAME SECONDS    dynamics, beside FOLDER/NAME.langevin.tsv of OpenMM
 *   share FOLDER NAME SECONDS       share of the CPU's peak arithmetic, one thread
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

    /** Both sides of the share by one clock in one process, moments apart: JMH would measure each in its own. */
    private void share() throws IOException {
        Frames frames = frames();
        Tile tile = new Tile(system.pairs(), frames);
        int lanes = tile.frames().count();
        // A fifth of a millisecond, as the peak is measured.
        int repeats = 1 + 250_000 / (frames.atoms() * frames.atoms() * lanes);
        double peak = PeakArithmetic.measure(seconds / 4);
        double time = Best.time(seconds, () -> {
                    for (int n = 0; n < repeats; n++) {
                        tile.energies();
                    }
                })
                / repeats
                / lanes;
        double operations = PairArithmetic.perFrame(system.parameters(), tile.frames());
        int pairs = frames.atoms() * (frames.atoms() - 1) / 2;
        System.out.printf(
                "| %s | %,d | %.0f | %.0f | %.2f | %.1f | %.1f | **%.0f %%** | 35 %% |%n",
                system.name(),
                pairs,
                PairArithmetic.nearPairs(system.parameters().solvent(), tile.frames()),
                operations / pairs,
                1e6 * time,
                operations / time / 1e9,
                peak / 1e9,
                100 * operations / time / peak);
    }
}
