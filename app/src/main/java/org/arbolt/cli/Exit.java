package org.arbolt.cli;

import sun.misc.Signal;

/**
 * How a process that uses libtorch ends: at once, by its own decision or by a signal. libtorch's clean-up at an
 * ordinary exit runs beside threads that still compute, and crashes them.
 */
public final class Exit {
    // And the signal's number, as shells have it: 130 for Ctrl-C, 143 for SIGTERM.
    private static final int SIGNALLED = 128;

    private Exit() {}

    /** From now on a signal ends the process at once. */
    public static void atOnceOnSignals() {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                Signal.handle(new Signal(name), caught -> Runtime.getRuntime().halt(SIGNALLED + caught.getNumber()));
            } catch (IllegalArgumentException e) {
                // It is ignored, as nohup has it, or not a signal of this system: it stays so.
            }
        }
    }

    /** Ends the process now, all output written. */
    public static void with(int code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
