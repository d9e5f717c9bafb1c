package org.arbolt.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.arbolt.Progress;
import org.arbolt.evaluate.ComponentDistance;
import org.arbolt.evaluate.TorsionDistance;

/** Exact transport of the points of {@code bench/transport.sh}: prints seconds, largest memory (MB) and distance. */
public final class TransportBench {
    private static final int PLANE = 2; // dimensions
    private static final int TORUS = 10;

    private TransportBench() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        boolean torus = arguments[1].equals("torus");
        double[][] a = points(folder.resolve(arguments[1] + ".a.f64"), torus ? TORUS : PLANE);
        double[][] b = points(folder.resolve(arguments[1] + ".b.f64"), torus ? TORUS : PLANE);
        long start = System.nanoTime();
        double distance = torus ? TorsionDistance.of(a, b, Progress.NONE) : ComponentDistance.of(a, b, Progress.NONE);
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf(Locale.ROOT, "%.1f %d %.9f%n", seconds, residentMegabytes(), distance);
    }

    private static double[][] points(Path file, int dimensions) throws IOException {
        var numbers = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        double[][] points = new double[numbers.remaining() / dimensions][dimensions];
        for (double[] point : points) {
            numbers.get(point);
        }
        return points;
    }

    /** Of the whole process, Java included. */
    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
