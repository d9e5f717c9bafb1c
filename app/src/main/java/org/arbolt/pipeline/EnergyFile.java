package org.arbolt.pipeline;

import java.nio.file.Path;
import org.arbolt.Progress;
import org.arbolt.forcefield.Energies;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.numpy.NpzWriter;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.molecule.Frames;

/**
 * Energies of a trajectory of any length: read, evaluated and written block by block, in bounded memory.
 *
 * @param order for every atom of the potential its place in the output's forces
 * @param withForces whether forces are written too
 */
record EnergyFile(Potential potential, int[] order, boolean withForces) {
    private static final int NUMBERS_PER_BLOCK = 1 << 20; // coordinates: 8 MiB, and as much again of forces
    private static final int MOST_FRAMES = 1 << 14; // so that progress moves with small molecules too

    /**
     * Evaluates the next frames and writes {@code energy} [F], {@code components} [F,5] (kJ/mol) and if wanted
     * {@code forces} [F,A,3] (kJ/mol/nm); the file appears when all is done.
     *
     * @param count how many frames
     * @param check told of all energies
     */
    void write(FrameSource frames, long count, Path output, Progress progress, EnergyCheck check) {
        int atoms = potential.atoms();
        int block = Math.clamp(NUMBERS_PER_BLOCK / (3 * atoms), 1, MOST_FRAMES);
        try (NpzWriter out = NpzWriter.create(output)) {
            NpzWriter.Column energy = out.begin("energy", new double[0], count);
            NpzWriter.Column components = out.begin("components", new double[0], count, EnergyComponent.COUNT);
            NpzWriter.Column forces = withForces ? out.begin("forces", new double[0], count, atoms, 3) : null;
            for (long done = 0; done < count; done += block) {
                Frames next = frames.next((int) Math.min(block, count - done));
                Energies energies = potential.evaluate(next, withForces);
                check.look(next, energies.total());
                energy.append(energies.total());
                components.append(energies.components());
                if (withForces) {
                    forces.append(inFileOrder(energies.forces()));
                }
                progress.report(Math.min(count, done + block), count, "");
            }
            out.commit();
            check.tell();
        }
    }

    private double[] inFileOrder(double[] forces) {
        double[] out = new double[forces.length];
        for (int start = 0; start < forces.length; start += 3 * order.length) {
            for (int a = 0; a < order.length; a++) {
                System.arraycopy(forces, start + 3 * a, out, start + 3 * order[a], 3);
            }
        }
        return out;
    }
}
