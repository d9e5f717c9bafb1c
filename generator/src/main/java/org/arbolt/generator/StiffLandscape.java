package org.arbolt.generator;

import java.util.Arrays;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.model.coordinates.StiffCoordinates;
import org.arbolt.sampling.harmonic.Landscape;

/**
 * What a molecule's stiff coordinates cost while its soft torsions rest: f = U/kT − log of the volume element, so that
 * exp(−f) is the Boltzmann distribution of the stiff coordinates. Not thread safe.
 */
final class StiffLandscape implements Landscape {
    private final StiffCoordinates stiff;
    private final TileKernel kernel;
    private final double thermal; // kT, kJ/mol
    private final int lanes;
    private final int width; // 3A
    private final double[] scale;
    private final double[] x; // [3A][L]
    private final double[] components; // [5][L]
    private final double[] forces; // [3A][L]
    private final double[][] all; // [L][d] coordinates of the last points
    private final double[][] xyz; // [L][3A] their places
    private double[] torsions; // [d] coordinates of which the soft torsions are taken
    private long evaluations;

    StiffLandscape(StiffCoordinates stiff, TileKernel kernel, int atoms, double thermal) {
        this.stiff = stiff;
        this.kernel = kernel;
        this.thermal = thermal;
        this.lanes = kernel.lanes();
        this.width = 3 * atoms;
        this.scale = stiff.scale();
        this.x = new double[width * lanes];
        this.components = new double[EnergyComponent.COUNT * lanes];
        this.forces = new double[width * lanes];
        this.all = new double[lanes][];
        this.xyz = new double[lanes][];
    }

    /** From now on soft torsions are those of a conformation. @param q its coordinates, [d] */
    void at(double[] q) {
        torsions = q;
    }

    /** Energies evaluated since this was last asked. */
    long takeEvaluations() {
        long taken = evaluations;
        evaluations = 0;
        return taken;
    }

    @Override
    public int dimension() {
        return stiff.count();
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public double[] scale() {
        return scale;
    }

    @Override
    public void evaluate(double[][] points, double[] value, double[][] gradient) {
        for (int lane = 0; lane < lanes; lane++) {
            if (lane < points.length) {
                all[lane] = stiff.with(torsions, points[lane]);
                xyz[lane] = stiff.toCartesian(all[lane]);
            }
            put(xyz[Math.min(lane, points.length - 1)], lane);
        }
        kernel.evaluate(x, components, gradient == null ? null : forces);
        evaluations += points.length;
        for (int lane = 0; lane < points.length; lane++) {
            value[lane] = reduced(lane) - stiff.logVolume(all[lane]);
            if (!stiff.possible(all[lane]) || Double.isNaN(value[lane])) {
                value[lane] = Double.POSITIVE_INFINITY;
            }
            if (gradient != null) {
                double[] byPlaces = new double[width];
                for (int k = 0; k < width; k++) {
                    byPlaces[k] = -forces[k * lanes + lane] / thermal;
                }
                stiff.gradient(all[lane], xyz[lane], byPlaces, gradient[lane]);
            }
        }
    }

    /** U/kT of conformations [≤ L][3A]. */
    double[] reducedEnergies(double[][] conformations) {
        for (int lane = 0; lane < lanes; lane++) {
            put(conformations[Math.min(lane, conformations.length - 1)], lane);
        }
        kernel.evaluate(x, components, null);
        evaluations += conformations.length;
        double[] reduced = new double[conformations.length];
        Arrays.setAll(reduced, this::reduced);
        return reduced;
    }

    private double reduced(int lane) {
        double energy = 0;
        for (int i = lane; i < components.length; i += lanes) {
            energy += components[i];
        }
        return energy / thermal;
    }

    private void put(double[] conformation, int lane) {
        for (int k = 0; k < width; k++) {
            x[k * lanes + lane] = conformation[k];
        }
    }
}
