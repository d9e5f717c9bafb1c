/**
 * The only code that touches libtorch: where its shared libraries come from, owned tensors and the scopes that release
 * them, typed operators, gradients, the optimiser's fused step. Reaches libtorch's stable C interface (PyTorch 2.10 and
 * later) through Java's foreign-function API. Must not see chemistry, files or models.
 *
 * <p>Threads: operators may run in any number of platform threads at once, each in its own {@link
 * org.arbolt.tensor.TensorScope}; a tensor may be read by several threads, but whoever writes to one must be alone with
 * it. Whether gradients are recorded is a property of the thread ({@link org.arbolt.tensor.GradientMode}).
 *
 * <p>Randomness: there is none here. Random numbers are made in Java and handed over as tensors.
 *
 * <p>Shape letters: B batch, T position, C channel, H head, D channels of a head, V bin; … any leading dimensions.
 */
package org.arbolt.tensor;
