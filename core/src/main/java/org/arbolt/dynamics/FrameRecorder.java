package org.arbolt.dynamics;

/** Takes the frames of a run as they come. */
@FunctionalInterface
public interface FrameRecorder {
  /** Keeps nothing. */
  FrameRecorder NONE = (ladder, rung, step, xyz, energy) -> {};

  /**
   * @param ladder which of the independent ladders the frame is from
   * @param rung which of its cold rungs, from 0; replicas pass from one to another
   * @param step time step at which it was taken
   * @param xyz [A][3] flattened, nm; a copy that the recorder may keep
   * @param energy potential energy, kJ/mol
   */
  void record(int ladder, int rung, long step, double[] xyz, double energy);
}
