package org.arbolt.pipeline;

import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.run.LargeFile;
import org.arbolt.run.Part;
import org.arbolt.run.SourceFile;
import org.arbolt.units.LengthUnit;

/**
 * What identifies energies that are evaluated in parts: {@link EnergyInput}, its files by what they hold.
 *
 * @param topology PDB file of the molecule
 * @param frames conformations
 * @param unit of their coordinates where their format has none
 * @param strict whether frames that were cut short are refused
 * @param forceField name of the force field; null where the energy comes from a System
 * @param cutoff non-periodic cut-off in nm, or {@code none}; null where the energy comes from a System
 * @param system serialised System of OpenMM; null where a force field gives the energy
 * @param precision of the arithmetic
 * @param forces whether forces are written too
 * @param part which of the frames; null for all
 */
record EnergyConfig(
        SourceFile topology,
        LargeFile frames,
        LengthUnit unit,
        boolean strict,
        String forceField,
        String cutoff,
        SourceFile system,
        EnergyPrecision precision,
        boolean forces,
        Part part)
        implements Divisible {

    /** @param part which of the frames */
    static EnergyConfig of(EnergyInput input, Part part) {
        return new EnergyConfig(
                SourceFile.of(input.topology()),
                LargeFile.of(input.frames()),
                input.unit(),
                input.strict(),
                input.forceField(),
                input.cutoff(),
                input.system() == null ? null : SourceFile.of(input.system()),
                input.precision(),
                input.forces(),
                part);
    }

    @Override
    public EnergyConfig withPart(Part one) {
        return new EnergyConfig(topology, frames, unit, strict, forceField, cutoff, system, precision, forces, one);
    }
}
