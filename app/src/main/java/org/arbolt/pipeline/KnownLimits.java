package org.arbolt.pipeline;

import java.util.Set;
import org.arbolt.molecule.Topology;

/** What comes out badly of a model that is trained for some peptide; said before it takes time. */
final class KnownLimits {
    private static final int MOST_RESIDUES = 12;
    private static final Set<String> CAPS = Set.of("ACE", "NME", "NHE");

    private KnownLimits() {}

    static void tell(RunContext bench) {
        Topology topology = bench.molecule().topology();
        if (topology.residues().stream().anyMatch(residue -> residue.template().endsWith("CYX"))) {
            bench.stages()
                    .note("a disulfide bridge closes a loop, which a model that writes one coordinate after the other "
                            + "learns slowly: expect few effective samples");
        }
        long residues = topology.residues().stream()
                .filter(residue -> !CAPS.contains(residue.template()))
                .count();
        if (residues > MOST_RESIDUES) {
            bench.stages()
                    .note(residues + " residues are more than the " + MOST_RESIDUES
                            + " that Arbolt is made for: expect few effective samples");
        }
    }
}
