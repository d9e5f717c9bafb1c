/**
 * Maximum-likelihood training: examples and their order, augmentation, the learning-rate schedule, the loop with its
 * averages, metrics, and checkpoints from which a killed run goes on to the bit. Must not see samplers.
 *
 * <p>Shape letters: B batch, T token, V bin.
 */
package org.arbolt.train;
