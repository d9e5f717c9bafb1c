package org.arbolt.forcefield;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.Topology;

/**
 * The force fields by name, each an Amber protein force field with an implicit solvent, with the numbers that OpenMM
 * gives them:
 *
 * <ul>
 *   <li>{@code amber99sbildn-obc}: ff99SB-ILDN (Lindorff-Larsen et al., Proteins 78, 1950 (2010)), OBC model II;
 *   <li>{@code amber14-obc1}, {@code amber14-obc2}: ff14SB (Maier et al., J. Chem. Theory Comput. 11, 3696 (2015)), OBC
 *       model I or II with mbondi2 radii.
 * </ul>
 */
public final class AmberForceField {

    private enum Known {
        AMBER99SBILDN_OBC("amber99sbildn-obc", "amber99sbildn.json", GbModel.NATIVE_OBC2),
        AMBER14_OBC1("amber14-obc1", "ff14SB.json", GbModel.CUSTOM_OBC1),
        AMBER14_OBC2("amber14-obc2", "ff14SB.json", GbModel.CUSTOM_OBC2);

        final String label;
        final String resource;
        final GbModel solvent;

        Known(String label, String resource, GbModel solvent) {
            this.label = label;
            this.resource = resource;
            this.solvent = solvent;
        }
    }

    private final String name;
    private final ForceFieldData data;
    private final GbModel solvent;

    private AmberForceField(Known known) {
        this.name = known.label;
        this.data = ForceFieldData.read(known.resource);
        this.solvent = known.solvent;
    }

    /** The names that {@link #load} knows. */
    public static List<String> names() {
        return List.of(Known.values()).stream().map(known -> known.label).toList();
    }

    /**
     * @param name e.g. {@code amber99sbildn-obc}
     * @throws BadInput if there is no such force field
     */
    public static AmberForceField load(String name) {
        for (Known known : Known.values()) {
            if (known.label.equals(name)) {
                return new AmberForceField(known);
            }
        }
        throw new BadInput("unknown force field '" + name + "': use one of " + String.join(", ", names()));
    }

    public String name() {
        return name;
    }

    /**
     * The numbers of every interaction of a molecule.
     *
     * @param topology its residues carry names of templates and its atoms are in template order
     * @throws BadInput if a residue is unknown or its atoms are not those of its template
     */
    public SystemParameters assign(Topology topology) {
        return new ParameterAssignment(data, solvent, topology).parameters();
    }

    /**
     * The energy of a molecule in the vector kernel.
     *
     * @param topology as for {@link #assign}
     */
    public Potential potential(Topology topology, Cutoff cutoff, EnergyPrecision precision) {
        return BatchedPotential.vector(assign(topology), cutoff, precision);
    }
}
