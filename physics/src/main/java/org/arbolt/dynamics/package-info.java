/**
 * Molecules in motion: minimiser, Langevin dynamics with Monte Carlo turns about bonds, replica exchange over a
 * temperature ladder, and how converged the result is. Owns trajectories; sees energies only through {@link
 * org.arbolt.forcefield.Potential}; must not see models.
 *
 * <p>Shape letters: F frames, A atoms, L lanes of a tile (one replica each), R replicas, D ladders, K rungs of a
 * ladder.
 */
package org.arbolt.dynamics;
