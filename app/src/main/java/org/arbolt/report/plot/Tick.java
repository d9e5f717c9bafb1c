package org.arbolt.report.plot;

/** A mark on an axis. An empty label makes a minor mark. */
public record Tick(double value, String label) {
    public boolean minor() {
        return label.isEmpty();
    }
}
