package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.narrow;
import static org.arbolt.forcefield.FloatLanes.slot;
import static org.arbolt.forcefield.FloatLanes.storeDifference;
import static org.arbolt.forcefield.FloatLanes.vectors;

import java.util.Arrays;

/**
 * What the passes of a kernel share: coordinates, forces and energies of a tile. Passes add up a group of interactions
 * in their own precision and groups here in double precision, so that rounding does not grow with the size of the
 * molecule.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatTile {
    /** Coordinates relative to the first atom, [3A][L], nm. */
    final float[] x;

    /** Forces, [3A][L], kJ/mol/nm. */
    final float[] force;

    /** Where a pass leaves the energy of its row before {@link #addRow}, [L], kJ/mol. */
    final float[] row = vectors(1);

    private final int coordinates; // 3A
    private final double[] energies = new double[EnergyComponent.COUNT * LENGTH]; // [5][L], kJ/mol

    FloatTile(int atoms) {
        coordinates = 3 * atoms;
        x = vectors(coordinates);
        force = vectors(coordinates);
    }

    /** @param from coordinates [3A][L], nm */
    void load(double[] from) {
        requireLength("coordinates", from, LENGTH * coordinates);
        for (int k = 0; k < coordinates; k++) {
            storeDifference(from, LENGTH * k, LENGTH * (k % 3), x, slot(k));
        }
    }

    /**
     * @param xyz coordinates [F][3A], nm
     * @param first the first frame
     * @param filled how many frames; the last one stands in for those that the tile lacks
     */
    void loadFrames(double[] xyz, int first, int filled) {
        for (int lane = 0; lane < LENGTH; lane++) {
            loadLane(xyz, (first + Math.min(lane, filled - 1)) * coordinates, lane);
        }
    }

    private void loadLane(double[] xyz, int from, int lane) {
        double originX = xyz[from];
        double originY = xyz[from + 1];
        double originZ = xyz[from + 2];
        for (int k = 0; k < coordinates; k += 3) {
            x[slot(k) + lane] = narrow(xyz[from + k] - originX);
            x[slot(k + 1) + lane] = narrow(xyz[from + k + 1] - originY);
            x[slot(k + 2) + lane] = narrow(xyz[from + k + 2] - originZ);
        }
    }

    /** Begins a tile. */
    void clear(boolean withForces) {
        Arrays.fill(energies, 0);
        if (withForces) {
            Arrays.fill(force, 0);
        }
    }

    /** Adds the row's energy to a component. */
    void addRow(EnergyComponent component) {
        int at = component.ordinal() * LENGTH;
        for (int lane = 0; lane < LENGTH; lane++) {
            energies[at + lane] += row[slot(0) + lane];
        }
    }

    /** Copies energies out, [5][L]. */
    void copyEnergies(double[] components) {
        requireLength("components", components, energies.length);
        System.arraycopy(energies, 0, components, 0, energies.length);
    }

    /** Copies forces out, [3A][L]. */
    void copyForces(double[] forces) {
        requireLength("forces", forces, LENGTH * coordinates);
        for (int k = 0; k < forces.length; k++) {
            forces[k] = force[slot(0) + k];
        }
    }

    private static void requireLength(String what, double[] values, int wanted) {
        if (values.length != wanted) {
            throw new IllegalArgumentException(
                    what + " of a tile must be " + wanted + " numbers, were " + values.length);
        }
    }
}
