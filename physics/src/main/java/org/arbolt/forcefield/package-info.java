/**
 * Amber force fields with implicit solvent: parameters, their assignment to a topology, and the potential in two
 * implementations, a scalar one that reads like the papers and a vector kernel with one conformation per SIMD lane.
 * Owns energies and forces; must not see samplers, dynamics or models.
 *
 * <p>Shape letters: F frames, A atoms, L lanes, K components.
 */
package org.arbolt.forcefield;
