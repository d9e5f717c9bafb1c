package org.arbolt;

/**
 * How a process that uses libtorch ends: at once, by its own decision or by a signal. libtorch's clean-up at an ordinary exit runs
 * beside threads that still compute, and crashes them.
 */
public final class Exit {
  private static final int INTERRUPTED = 130; // as shells have it for SIGINT

  private Exit() {}

  /** From now on a signal ends the process at once. */
  public static void atOnceOnSignals() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(INTERRUPTED)));
  }

  /** Ends the process now, all output written. */
  public static void with(int code) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
