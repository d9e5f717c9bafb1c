package org.arbolt.experiment;

/**
 * Replica-exchange dynamics of a run: many independent temperature ladders side by side, frames from the lowest rung.
 *
 * @param ladders independent ladders, the unit of error bars
 * @param rungs different temperatures per ladder; 1 is plain Langevin dynamics
 * @param coldRungs replicas of a ladder at the lowest temperature, all of which give frames
 * @param hottestKelvin temperature of the last rung, K
 * @param equilibrationPs simulated time before frames are kept, ps
 * @param spacingPs simulated time between frames, ps
 * @param framesPerRung frames kept of each cold rung of each ladder
 */
public record DynamicsPlan(
    int ladders, int rungs, int coldRungs, double hottestKelvin, double equilibrationPs, double spacingPs,
    int framesPerRung) {
  /** Time step, ps: the bonds to hydrogen are not constrained. */
  static final double TIME_STEP_PS = 0.001;

  /** Friction of the thermostat, 1/ps, as in the published data of Ace-A-Nme. */
  static final double FRICTION_PER_PS = 1.0;

  /** Simulated time between attempts to exchange neighbours, ps. */
  static final double EXCHANGE_PS = 0.1;

  public DynamicsPlan {
    Checks.between(1, 100_000, ladders, "ladders");
    Checks.between(1, 100, rungs, "rungs");
    Checks.between(1, 1000, coldRungs, "cold rungs");
    Checks.between(1, 5000, hottestKelvin, "temperature of the hottest rung");
    Checks.between(0, 1e9, equilibrationPs, "equilibration (ps)");
    Checks.between(EXCHANGE_PS, 1e6, spacingPs, "frame spacing (ps)");
    Checks.between(1, 100_000_000, framesPerRung, "frames per rung");
  }

  /** Frames in all. */
  public long frames() {
    return (long) ladders * coldRungs * framesPerRung;
  }
}
