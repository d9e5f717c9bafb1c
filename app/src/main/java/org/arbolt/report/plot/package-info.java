/**
 * A small SVG plotter: markup, scales with round ticks, axes, curves, histograms, heat maps. Owns how a figure is
 * drawn; must not see what is drawn (no molecules, no other package of Arbolt).
 *
 * <p>Lengths are SVG user units: CSS pixels when a figure is shown at its natural size; y grows downwards. Output is a
 * function of the input alone, so equal figures are equal bytes.
 */
package org.arbolt.report.plot;
