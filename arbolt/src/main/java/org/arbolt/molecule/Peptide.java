package org.arbolt.molecule;

/** Peptides from their names. */
public final class Peptide {
  private Peptide() {}

  /**
   * The topology of a peptide, in the atom order of the force field's templates.
   *
   * @param name e.g. {@code Ace-A-Nme}, {@code GYDPETGTWG}
   * @throws org.arbolt.BadInput if it is not the name of a peptide
   */
  public static Topology topology(String name) {
    return TopologyBuilder.fromTemplates(PeptideName.parse(name).templates());
  }
}
