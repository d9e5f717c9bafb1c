package org.arbolt.tensor;

import java.io.PrintStream;
import java.util.Locale;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Tells a person how a download goes: bytes, rate, time left; on a terminal in one line, else every ten seconds. */
final class DownloadProgress extends AbstractTransferListener implements AutoCloseable {
    private static final double MIB = 1 << 20;

    private final PinnedArtifact artifact;
    private final PrintStream out;
    private final boolean terminal =
            System.console() != null && System.console().isTerminal();
    private final long start = System.nanoTime();
    private double told; // s after the start
    private boolean line; // begun and not ended

    DownloadProgress(PinnedArtifact artifact, PrintStream out) {
        this.artifact = artifact;
        this.out = out;
        out.printf(Locale.ROOT, "arbolt: downloading %s, %.0f MB, once%n", artifact.name(), artifact.bytes() / MIB);
    }

    @Override
    public void transferProgressed(TransferEvent event) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        boolean jar = event.getResource().getResourceName().endsWith(".jar"); // not its checksum
        if (!jar || seconds - told < (terminal ? 0.5 : 10)) {
            return;
        }
        told = seconds;
        double rate = event.getTransferredBytes() / seconds;
        out.printf(
                Locale.ROOT,
                "%s%s: %.0f of %.0f MB, %.1f MB/s, %.0f s left%s",
                terminal ? "\r" : "",
                artifact.name(),
                event.getTransferredBytes() / MIB,
                artifact.bytes() / MIB,
                rate / MIB,
                (artifact.bytes() - event.getTransferredBytes()) / rate,
                terminal ? "   " : System.lineSeparator());
        line = terminal;
    }

    @Override
    public void close() {
        if (line) {
            out.println();
        }
    }
}
