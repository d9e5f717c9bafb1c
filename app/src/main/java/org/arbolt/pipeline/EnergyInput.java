package org.arbolt.pipeline;

import java.nio.file.Path;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.units.LengthUnit;

/**
 * What {@code arbolt energy} evaluates.
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
 */
public record EnergyInput(
        Path topology,
        Path frames,
        LengthUnit unit,
        boolean strict,
        String forceField,
        String cutoff,
        Path system,
        EnergyPrecision precision,
        boolean forces) {}
