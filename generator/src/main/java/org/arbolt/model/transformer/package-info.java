/**
 * The causal transformer that gives tokens their probabilities, its objective and the files it is kept in. Start
 * reading at {@link org.arbolt.model.transformer.Network}, the whole network from tokens to logits on one screen;
 * {@link org.arbolt.model.transformer.Transformer} owns its weights as tensors. Must not see energies.
 *
 * <p>Shape letters: A atoms, B batch, T token (position), C channel, H head, F hidden, V bin.
 */
package org.arbolt.model.transformer;
