package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;

import java.util.List;
import java.util.stream.Stream;

/**
 * The vector kernel: a different conformation in every lane. Coordinates are taken relative to each conformation's
 * first atom before they are narrowed, so that accuracy does not depend on where the molecule is.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatTileKernel implements TileKernel {
    private final FloatTile tile;
    private final List<KernelPasses> sweeps;

    FloatTileKernel(SystemParameters parameters, CosineSeries series, FloatPairNumbers numbers) {
        tile = new FloatTile(parameters.atoms());
        sweeps = Stream.of(
                        new FloatBonds(parameters.bonds(), tile).sweeps(),
                        new FloatAngles(parameters.angles(), tile).sweeps(),
                        new FloatTorsions(series, tile).sweeps(),
                        new FloatPairs(numbers, tile).sweeps())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public int lanes() {
        return LENGTH;
    }

    @Override
    public void evaluate(double[] x, double[] components, double[] forces) {
        tile.load(x);
        run(components, forces);
    }

    @Override
    public void evaluateFrames(double[] xyz, int first, int filled, int atoms, double[] components, double[] forces) {
        tile.loadFrames(xyz, first, filled);
        run(components, forces);
    }

    private void run(double[] components, double[] forces) {
        boolean withForces = forces != null;
        tile.clear(withForces);
        for (int s = 0; s < sweeps.size(); s++) {
            sweeps.get(s).run(withForces);
        }
        if (components != null) {
            tile.copyEnergies(components);
        }
        if (forces != null) {
            tile.copyForces(forces);
        }
    }
}
