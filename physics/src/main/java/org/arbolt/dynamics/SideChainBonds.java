package org.arbolt.dynamics;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.SmallRings;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * The bonds of a peptide that can turn and are not of its backbone: those of side chains, hydroxyl groups among them,
 * and that of the carboxyl group at the end. Left out are bonds to groups of three hydrogens, in small rings, and
 * between a flat carbon and a flat nitrogen, such as those of amides.
 */
record SideChainBonds(Topology topology, int[][] neighbours, SmallRings rings, Set<Topology.Bond> backbone) {

    /** Those of a molecule, in the order of its bonds. */
    static List<Topology.Bond> of(Topology topology) {
        Set<Topology.Bond> backbone = new HashSet<>();
        Torsions.phiPsi(topology)
                .forEach(t -> backbone.add(new Topology.Bond(Math.min(t.b(), t.c()), Math.max(t.b(), t.c()))));
        SideChainBonds all = new SideChainBonds(topology, topology.neighbours(), SmallRings.of(topology), backbone);
        return topology.bonds().stream().filter(all::turns).toList();
    }

    private boolean turns(Topology.Bond bond) {
        return !backbone.contains(bond)
                && !rings.together(bond.first(), bond.second())
                && hasMoreThanHydrogens(bond.first(), bond.second())
                && hasMoreThanHydrogens(bond.second(), bond.first())
                && !(flat(bond.first(), Element.C) && flat(bond.second(), Element.N))
                && !(flat(bond.first(), Element.N) && flat(bond.second(), Element.C));
    }

    /** Whether an atom has neighbours behind a bond that are not three hydrogens. */
    private boolean hasMoreThanHydrogens(int atom, int before) {
        int[] others = Arrays.stream(neighbours[atom]).filter(n -> n != before).toArray();
        boolean three = others.length == 3
                && Arrays.stream(others).allMatch(n -> topology.atoms().get(n).element() == Element.H);
        return others.length > 0 && !three;
    }

    private boolean flat(int atom, Element element) {
        return topology.atoms().get(atom).element() == element && neighbours[atom].length == 3;
    }
}
