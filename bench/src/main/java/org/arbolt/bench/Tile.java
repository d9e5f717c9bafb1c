package org.arbolt.bench;

import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.molecule.Frames;

/** As many frames as the kernel evaluates at once, laid out as the kernel wants them. */
final class Tile {
    private final TileKernel kernel;
    private final Frames frames;
    private final double[] x; // [atom][3][lane], nm
    private final double[] components;

    /** The first of these frames. */
    Tile(Potential potential, Frames all) {
        kernel = potential.newKernel();
        int lanes = kernel.lanes();
        frames = all.slice(0, lanes);
        int width = 3 * frames.atoms();
        x = new double[width * lanes];
        for (int k = 0; k < x.length; k++) {
            x[k] = frames.xyz()[k % lanes * width + k / lanes];
        }
        components = new double[EnergyComponent.COUNT * lanes];
    }

    Frames frames() {
        return frames;
    }

    /**
     * Evaluates energies without forces.
     *
     * @return by component and lane, kJ/mol; overwritten by the next call
     */
    double[] energies() {
        kernel.evaluate(x, components, null);
        return components;
    }
}
