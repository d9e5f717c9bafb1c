/**
 * Molecules without energies: elements, topology, residues, building a peptide from its name, stereocentres, internal
 * coordinates. Owns what a molecule is and where its atoms are; must not see files or energies.
 *
 * <p>Shape letters: F frames, A atoms.
 */
package org.arbolt.molecule;
