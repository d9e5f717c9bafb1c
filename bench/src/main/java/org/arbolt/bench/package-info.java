/**
 * Whole-process benchmarks: how fast energies and dynamics are, beside OpenMM in the same run ({@code
 * bench/energies.sh}). Figures are the best of many short windows, because other programs may be running.
 */
package org.arbolt.bench;
