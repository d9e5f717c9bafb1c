/**
 * What a network is made of, on rows of numbers in plain arrays, without gradients, for generating on the processor: vector
 * kernels (jdk.incubator.vector) that allocate nothing. Every number follows from its own row by the same operations in the same
 * order, whatever the other rows are and how many: results do not depend on batches or threads, to the bit.
 */
package org.arbolt.kernel;
