/**
 * A trained model ready for use: its file, its coordinates and its network as a {@link org.arbolt.sampling.Proposal}.
 * Must not see run folders, or how a model was trained. {@link org.arbolt.generator.BoltzmannGenerator} alone sees
 * energies.
 *
 * <p>Shape letters: A atoms, F frames, T tokens.
 */
package org.arbolt.generator;
