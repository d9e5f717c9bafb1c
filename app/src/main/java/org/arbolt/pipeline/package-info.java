/**
 * Whole runs: configurations, run folders, and the wiring of molecule, dynamics, training, sampling, evaluation
 * and report. Owns what a run is; the only package that sees both models and energies.
 */
package org.arbolt.pipeline;
