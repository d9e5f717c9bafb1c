package org.arbolt.examples;

import java.nio.file.Path;
import org.arbolt.generator.BoltzmannGenerator;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Topology;
import org.arbolt.sampling.Ensemble;

/** An equilibrium ensemble and an average: {@code FirstEnsemble models/Ace-A-Nme.internal.safetensors}. */
public final class FirstEnsemble {
    private FirstEnsemble() {}

    /** Mean distance of the two ends of a peptide at 300 K, nm. */
    static Estimate endToEnd(Path model, int samples) {
        BoltzmannGenerator generator = BoltzmannGenerator.load(model);
        Ensemble ensemble = generator.sample(samples, 1);
        Topology topology = generator.molecule().topology();
        int last = topology.residues().size() - 1;
        return ensemble.mean(Observable.distance(topology.atom(0, "C"), topology.atom(last, "N")));
    }

    /** Prints the distance. */
    public static void main(String[] args) {
        System.out.println("end to end " + endToEnd(Path.of(args[0]), 10_000) + " nm");
    }
}
