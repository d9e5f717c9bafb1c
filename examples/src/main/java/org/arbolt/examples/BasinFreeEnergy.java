package org.arbolt.examples;

import java.nio.file.Path;
import org.arbolt.generator.BoltzmannGenerator;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Region;
import org.arbolt.molecule.Torsions;
import org.arbolt.sampling.Ensemble;
import org.arbolt.units.Units;

/**
 * How much free energy lies between two basins of alanine dipeptide: {@code BasinFreeEnergy
 * models/Ace-A-Nme.internal.safetensors}.
 */
public final class BasinFreeEnergy {
    private BasinFreeEnergy() {}

    /** Free energy of the right-handed helix over that of extended conformations at 300 K, kJ/mol. */
    static Estimate helixOverExtended(Path model, int samples) {
        BoltzmannGenerator generator = BoltzmannGenerator.load(model);
        Ensemble ensemble = generator.sample(samples, 1);
        Molecule molecule = generator.molecule();
        Observable phi = Observable.torsion(Torsions.phi(molecule.topology()).getFirst());
        Observable psi = Observable.torsion(Torsions.psi(molecule.topology()).getFirst());
        Region right = Region.between(phi, 0, Math.toRadians(150)).not();
        Region helix = right.and(Region.between(psi, Math.toRadians(-120), Math.toRadians(50)));
        Region extended = right.and(helix.not());
        return ensemble.freeEnergy(helix, extended).times(Units.thermalEnergy(generator.temperatureKelvin()));
    }

    /** Prints the free energy. */
    public static void main(String[] args) {
        System.out.println("helix over extended " + helixOverExtended(Path.of(args[0]), 10_000) + " kJ/mol");
    }
}
