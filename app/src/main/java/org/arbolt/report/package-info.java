/**
 * The report of a run: one HTML page that opens offline, its figures, and the records of plain numbers that it is
 * written from. Owns what is shown and how it is worded; must not see how the numbers were made (no networks, no
 * samplers, no energies).
 *
 * <p>Shape letters: F frames (samples). Angles in rad, energies in kJ/mol.
 */
package org.arbolt.report;
