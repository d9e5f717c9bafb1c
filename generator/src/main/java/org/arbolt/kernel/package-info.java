/**
 * What a network is made of, as vector kernels (jdk.incubator.vector) that allocate nothing while they run. Those for
 * generating on the CPU work on rows of numbers in plain arrays; every number follows from its own row by the
 * same operations in the same order, whatever the other rows are and how many: results do not depend on batches or
 * threads, to the bit. Those for training ({@link org.arbolt.kernel.ResidualNorm},
 * {@link org.arbolt.kernel.CausalAttention}, {@link org.arbolt.kernel.Swiglu}) work on tensors' memory and know their
 * derivatives.
 */
package org.arbolt.kernel;
