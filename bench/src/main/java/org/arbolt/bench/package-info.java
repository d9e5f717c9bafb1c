/**
 * How fast Arbolt is. Comparisons with OpenMM and PyTorch run both programs in the same run ({@code bench/energies.sh},
 * {@code bench/network.sh}, {@code bench/gpu.sh}); their figures are the best of many short windows, because other
 * programs may be running. The classes named {@code *Benchmark} time single kernels with JMH ({@code bench/micro.sh}).
 */
package org.arbolt.bench;
