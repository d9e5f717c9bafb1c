/**
 * Sampling and reweighting: proposals with exact densities, targets, importance weights. Everything here is written
 * against {@link org.arbolt.sampling.Proposal} and {@link org.arbolt.sampling.Target} alone, so that a toy with a known
 * answer can test it and a new model or energy plugs in at one place. Must not see files or networks.
 *
 * <p>Shape letters: F frames (samples), A atoms.
 */
package org.arbolt.sampling;
