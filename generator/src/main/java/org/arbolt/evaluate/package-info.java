/**
 * Measures of an ensemble against a reference: energy distance, basin populations. Owns the numbers; must not see files
 * or networks.
 *
 * <p>Shape letters: F frames.
 */
package org.arbolt.evaluate;
