/**
 * Tokens drawn from a network, and the probabilities of given ones, by the same kernels. Must not see energies.
 *
 * <p>Shape letters: B batch, R rows that grow together, T tokens, V bins, C channels.
 */
package org.arbolt.model.decoding;
