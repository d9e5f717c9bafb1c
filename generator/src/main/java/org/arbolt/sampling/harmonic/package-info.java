/**
 * Gaussians at the minima of an energy, from which what a network need not learn is drawn: a function's minimum and
 * curvature, whatever the function is.
 */
package org.arbolt.sampling.harmonic;
