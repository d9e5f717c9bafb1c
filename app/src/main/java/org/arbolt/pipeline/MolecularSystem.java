package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.SettingBounds;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.OpenMmSystem;
import org.arbolt.generator.ModelConditions;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.PeptideName;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.SourceFile;

/**
 * What is simulated.
 *
 * @param peptide name, e.g. {@code Ace-A-Nme}
 * @param structure PDB file of the peptide; null where it is built from its name
 * @param forceField name of the force field; null where the energy comes from a System
 * @param cutoff non-periodic cut-off in nm, or {@code none}; null where the energy comes from a System
 * @param system serialised System of OpenMM; null where a force field gives the energy
 * @param temperatureKelvin temperature, K
 */
public record MolecularSystem(
        String peptide,
        SourceFile structure,
        String forceField,
        String cutoff,
        SourceFile system,
        double temperatureKelvin) {
    public MolecularSystem {
        SettingBounds.temperature(temperatureKelvin, "temperature (K)");
        if (system == null) {
            ForceField.named(forceField);
            Cutoff.parse(cutoff);
            cutoff = cutoff.toLowerCase(Locale.ROOT);
        } else if (forceField != null || cutoff != null) {
            throw new BadInput(
                    "a System brings its own parameters and cut-off; give the System alone, or a force field and a "
                            + "cut-off");
        }
    }

    /** A peptide by name in a force field by name. */
    public MolecularSystem(String peptide, String forceField, String cutoff, double temperatureKelvin) {
        this(peptide, null, forceField, cutoff, null, temperatureKelvin);
    }

    /**
     * @param peptide the name of a peptide, or of a PDB file that holds one
     * @param forceField name of the force field; null with a System
     * @param cutoff in nm or {@code none}; null with a System
     * @param system serialised System of OpenMM, particles in the order of the PDB file; null without
     * @throws BadInput if one of them cannot be used
     */
    public static MolecularSystem of(
            String peptide, String forceField, String cutoff, Path system, double temperatureKelvin) {
        SourceFile parameters = system == null ? null : SourceFile.of(system);
        if (!isFile(peptide)) {
            String name = PeptideName.parse(peptide).toString();
            return new MolecularSystem(name, null, forceField, cutoff, parameters, temperatureKelvin);
        }
        Path file = Path.of(peptide);
        SourceFile structure = SourceFile.of(file);
        return new MolecularSystem(
                Peptide.read(file).name(), structure, forceField, cutoff, parameters, temperatureKelvin);
    }

    /** The name of a peptide that a user names, or whose PDB file. @throws BadInput if it is neither */
    public static String name(String peptide) {
        return isFile(peptide)
                ? Peptide.read(Path.of(peptide)).name()
                : PeptideName.parse(peptide).toString();
    }

    /** Whether what a user calls a peptide is a file: names have neither dots nor slashes. */
    public static boolean isFile(String peptide) {
        return peptide.contains(".") || peptide.contains("/");
    }

    /** What to call a run of this peptide: its name, or that of its file without ending. */
    public static String label(String peptide) {
        if (!isFile(peptide)) {
            return peptide;
        }
        String name = Path.of(peptide).getFileName().toString();
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /**
     * The molecule with its start structure, and its potential. Files it needs are kept in the run's folder.
     *
     * @param remarks where it is told what the structure had to have built or left out
     */
    PreparedMolecule open(RunFolder folder, Remarks remarks) {
        PdbFile.Contents given =
                structure == null ? null : PdbFile.read(structure.kept(folder, RunFiles.STRUCTURE), remarks);
        Molecule molecule = given == null ? Peptide.of(peptide) : Peptide.of(given, Path.of(structure.path()));
        if (system == null) {
            return PreparedMolecule.of(
                    molecule, ForceField.named(forceField).assign(molecule.topology()), Cutoff.parse(cutoff));
        }
        OpenMmSystem read = OpenMmSystem.read(system.kept(folder, RunFiles.SYSTEM));
        OpenMmSystem ordered = given == null ? read : inOrderOf(read, given);
        ordered.requireMolecule(molecule.topology());
        ordered.requireUnconstrained();
        return PreparedMolecule.of(molecule, ordered.parameters(), ordered.cutoff());
    }

    private static OpenMmSystem inOrderOf(OpenMmSystem system, PdbFile.Contents given) {
        if (system.parameters().atoms() != given.topology().atomCount()) {
            system.requireMolecule(given.topology()); // tells the two numbers
        }
        return system.inOrder(given.order());
    }

    /** What a model of this is trained for; empty where a System gives the energy, which has no name. */
    Optional<ModelConditions> conditions() {
        return system == null
                ? Optional.of(new ModelConditions(forceField, cutoff, temperatureKelvin))
                : Optional.empty();
    }

    /** Whether these are the conditions that a model was trained for. */
    public boolean isAt(ModelConditions conditions) {
        return conditions().filter(conditions::equals).isPresent();
    }

    /** What gives the energy, and the temperature, in words. */
    public String conditionsInWords() {
        return conditions()
                .map(ModelConditions::words)
                .orElseGet(() -> energyInWords() + ", " + temperatureKelvin + " K");
    }

    /** What gives the energy, in words. */
    public String energyInWords() {
        if (system != null) {
            return "OpenMM system " + Path.of(system.path()).getFileName();
        }
        return forceField + (cutoff.equals("none") ? ", no cut-off" : ", cut-off " + cutoff + " nm");
    }
}
