package org.arbolt.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Remarks;
import org.arbolt.io.trajectory.BondCheck;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/** Finds frames whose energy is not finite, and which of their atoms lie on each other. */
final class EnergyCheck {
    private static final double COINCIDENT = 1e-3; // nm
    private static final int MOST_KEPT = 8; // numbers of frames

    private final Object where;
    private final List<String> labels; // of the atoms
    private final Remarks remarks;
    private final List<Long> found = new ArrayList<>(); // the first of them
    private String coincidence = ""; // in the first of them
    private long foundCount;
    private long first; // number of the first frame looked at, from 0
    private long count;

    private EnergyCheck(Object where, List<String> labels, Remarks remarks) {
        this.where = where;
        this.labels = labels;
        this.remarks = remarks;
    }

    /** @param where the file of frames, for remarks */
    static EnergyCheck of(Object where, Topology topology, Remarks remarks) {
        List<String> labels = topology.atoms().stream()
                .map(atom -> atom.name() + " of "
                        + topology.residues().get(atom.residue()).name() + " " + (atom.residue() + 1))
                .toList();
        return new EnergyCheck(where, labels, remarks);
    }

    /** The same for a molecule whose residues are not known. @param atoms their names */
    static EnergyCheck of(Object where, List<String> atoms, Remarks remarks) {
        List<String> labels = IntStream.range(0, atoms.size())
                .mapToObj(i -> atoms.get(i) + " (atom " + (i + 1) + ")")
                .toList();
        return new EnergyCheck(where, labels, remarks);
    }

    /** @param number of the frame that is looked at first, from 0 */
    void startAt(long number) {
        first = number;
    }

    /** @param energy [F], kJ/mol, of these frames */
    void look(Frames frames, double[] energy) {
        for (int f = 0; f < energy.length; f++) {
            if (!Double.isFinite(energy[f])) {
                foundCount++;
                if (found.isEmpty()) {
                    coincidence = coincidence(frames, f);
                }
                if (found.size() < MOST_KEPT) {
                    found.add(first + count + f);
                }
            }
        }
        count += energy.length;
    }

    void tell() {
        if (foundCount > 0) {
            remarks.add(where + ": the energy of " + foundCount + " of " + count + " frames is not finite: "
                    + BondCheck.listed(found, foundCount) + coincidence);
        }
    }

    private String coincidence(Frames frames, int frame) {
        for (int i = 0; i < frames.atoms(); i++) {
            for (int j = 0; j < i; j++) {
                if (frames.distance(frame, i, j) < COINCIDENT) {
                    return "; atoms " + labels.get(j) + " and " + labels.get(i) + " coincide in frame "
                            + (first + count + frame + 1);
                }
            }
        }
        return "";
    }
}
