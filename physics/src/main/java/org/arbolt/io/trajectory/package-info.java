/**
 * Trajectories block by block: DCD, XTC, PDB, NPZ, NPY and the published shards, atoms brought into the order of the
 * topology. Must not see models.
 *
 * <p>Shape letters: F frames, A atoms.
 */
package org.arbolt.io.trajectory;
