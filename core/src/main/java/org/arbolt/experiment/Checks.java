package org.arbolt.experiment;

import org.arbolt.BadInput;

/** Bounds of settings, told to the user by the setting's name. */
final class Checks {
  private Checks() {}

  static void between(long least, long most, long value, String name) {
    if (value < least || value > most) {
      throw new BadInput(name + " must lie between " + least + " and " + most + ", was " + value);
    }
  }

  static void between(double least, double most, double value, String name) {
    if (!(value >= least && value <= most)) {
      throw new BadInput(name + " must lie between " + least + " and " + most + ", was " + value);
    }
  }
}
