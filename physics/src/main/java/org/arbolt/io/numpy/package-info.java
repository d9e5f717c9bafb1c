/**
 * NumPy's files: {@code .npy} and {@code .npz}, also larger than memory. Bounded: a header is believed only as far as
 * the file reaches. Must not see models.
 *
 * <p>Shape letters: F frames, A atoms.
 */
package org.arbolt.io.numpy;
