package org.arbolt.report;

import java.util.List;

/**
 * What the figures need of a set of frames.
 *
 * @param torsions one per residue that has φ and ψ, each [F]; may be empty
 * @param energy [F], kJ/mol; frames whose energy is not finite are counted, not drawn
 * @param blocks number of equal consecutive stretches of frames that are independent of each other (runs, or blocks
 *     longer than the correlation time), from which error bands are made; 1 where none are known
 * @param quantities bonds, angles and distances; may be empty
 * @param slow [F][2], the plane of the slowest coordinates; empty where it is not known
 */
public record Frameset(
        List<ResidueTorsions> torsions,
        double[] energy,
        int blocks,
        List<SampledQuantity> quantities,
        double[][] slow) {
    /** There is no such set. */
    public static final Frameset NONE = new Frameset(List.of(), new double[0], 1);

    /** Torsions and energies alone. */
    public Frameset(List<ResidueTorsions> torsions, double[] energy, int blocks) {
        this(torsions, energy, blocks, List.of(), new double[0][]);
    }

    public Frameset {
        quantities = List.copyOf(quantities);
        torsions = List.copyOf(torsions);
        for (ResidueTorsions residue : torsions) {
            FieldChecks.sameLength(
                    "torsions of " + residue.residue() + " and energies", energy.length, residue.phi().length);
        }
        if (blocks < 1 || blocks > Math.max(1, energy.length)) {
            throw new IllegalArgumentException(
                    "blocks must be 1 … number of frames, was " + blocks + " for " + energy.length);
        }
    }

    public int size() {
        return energy.length;
    }

    public boolean isEmpty() {
        return energy.length == 0;
    }
}
