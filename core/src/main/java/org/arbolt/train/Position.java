package org.arbolt.train;

/**
 * How far a run is.
 *
 * @param step steps done; also the number of batches seen
 * @param steps steps of the whole run
 * @param skipped steps among them whose gradient was not finite
 * @param seconds time spent so far
 */
record Position(long step, long steps, long skipped, double seconds) {
  Position {
    if (step < 0 || steps < 1 || step > steps || skipped < 0 || skipped > step || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "impossible position in training: step " + step + " of " + steps + ", skipped " + skipped + ", " + seconds + " s");
    }
  }

  Position next(boolean applied) {
    return new Position(step + 1, steps, skipped + (applied ? 0 : 1), seconds);
  }

  Position after(double more) {
    return new Position(step, steps, skipped, seconds + more);
  }
}
