package org.arbolt.experiment;

import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.forcefield.AmberForceField;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.Precision;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Peptide;

/**
 * What is simulated.
 *
 * @param peptide name, e.g. {@code Ace-A-Nme}
 * @param forceField name of the force field
 * @param cutoff non-periodic cut-off in nm, or {@code none}
 * @param temperatureKelvin temperature, K
 */
public record MolecularSystem(String peptide, String forceField, String cutoff, double temperatureKelvin) {

  public MolecularSystem {
    Checks.between(1, 5000, temperatureKelvin, "temperature (K)");
    AmberForceField.load(forceField);
    parseCutoff(cutoff);
    cutoff = cutoff.toLowerCase(Locale.ROOT);
  }

  /** The molecule with its start structure. */
  public Molecule build() {
    return Peptide.build(peptide);
  }

  /** Its potential. */
  public Potential potential(Molecule molecule, Precision precision) {
    return AmberForceField.load(forceField).potential(molecule.topology(), parseCutoff(cutoff), precision);
  }

  /**
   * A cut-off as users write it.
   *
   * @throws BadInput if it is neither a distance nor {@code none}
   */
  public static Cutoff parseCutoff(String text) {
    if (text.equalsIgnoreCase("none")) {
      return Cutoff.NONE;
    }
    try {
      return new Cutoff(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new BadInput("the cut-off must be a distance in nm or none, was '" + text + "'", e);
    }
  }
}
