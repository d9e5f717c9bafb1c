/**
 * A trained model ready for use: its file, its coordinates and its network as a {@link org.arbolt.sampling.Proposal}.
 * Must not see energies, run folders, or how a model was trained.
 *
 * <p>Shape letters: A atoms, F frames, T tokens.
 */
package org.arbolt.generator;
