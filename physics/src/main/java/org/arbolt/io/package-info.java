/**
 * Files: NPY/NPZ arrays, safetensors weights, PDB structures, DCD and XTC
 * trajectories, tar shards, and how a file is written so that
 * it is there whole or not at all. Each format is one class with reader and writer. Owns the formats and the change of
 * units at them (ångström in PDB and DCD, nm inside); must not see models, energies or run folders.
 *
 * <p>Readers take every file for hostile until it is parsed: no header field is believed before it is checked against
 * the bytes that are there, and whatever is wrong ends in one {@link org.arbolt.BadInput} line. Writers go through
 * {@link org.arbolt.io.AtomicFile}.
 *
 * <p>Shape letters: F frames, A atoms.
 */
package org.arbolt.io;
