package org.arbolt.examples;

import java.nio.file.Path;
import org.arbolt.forcefield.Energies;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.molecule.Frames;

/** Energies and forces of all frames of a trajectory: {@code TrajectoryEnergies peptide.pdb frames.dcd}. */
public final class TrajectoryEnergies {
    private TrajectoryEnergies() {}

    /**
     * @param pdb a PDB file of the peptide
     * @param trajectory its frames, in any format that {@link TrajectoryFile} knows
     * @return energies [F] in kJ/mol and forces [F][A][3] in kJ/mol/nm
     */
    static Energies of(Path pdb, Path trajectory) {
        PdbFile.Contents peptide = PdbFile.read(pdb);
        Frames frames = TrajectoryFile.read(trajectory, peptide);
        Potential potential = ForceField.AMBER99SB_ILDN_OBC.potential(peptide.topology());
        return potential.evaluate(frames, true);
    }

    /** Prints an energy a line. */
    public static void main(String[] args) {
        for (double energy : of(Path.of(args[0]), Path.of(args[1])).total()) {
            System.out.println(energy + " kJ/mol");
        }
    }
}
