/**
 * Start reading at {@link org.arbolt.model.transformer.Network}: the transformer from tokens to logits on one screen.
 *
 * <p>Conformations as tokens and back (grids, Cartesian and internal coordinates), the causal transformer that gives
 * tokens their probabilities, its key-value cache and sampler, and the files it is kept in. Owns the exact density of a
 * model; must not see energies.
 *
 * <p>Shape letters: A atoms, B batch, T token (position), C channel, H head, V bin.
 */
package org.arbolt.model.transformer;
