package org.arbolt.pipeline;

import org.arbolt.run.Part;

/** What identifies a folder whose stages are all of one molecule. */
interface MoleculeConfig {
    MolecularSystem system();

    /** Where all random numbers come from. */
    long seed();

    /** Null for all of it. */
    Part part();

    /** What is asked of conformations; null for nothing. */
    default ControlPlan control() {
        return null;
    }

    /** How a model's conditionals are changed; null where they are not. */
    default DistributionPlan conditionals() {
        return null;
    }
}
