/**
 * Conformations as tokens and back, with the exact volume element; windows and held atoms. Must not see energies or
 * networks.
 *
 * <p>Shape letters: F frames, A atoms, T tokens, V bins.
 */
package org.arbolt.model.coordinates;
