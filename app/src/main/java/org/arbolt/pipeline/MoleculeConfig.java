package org.arbolt.pipeline;

import org.arbolt.run.Part;

/** What identifies a folder whose stages are all of one molecule. */
interface MoleculeConfig {
    MolecularSystem system();

    /** Where all random numbers come from. */
    long seed();

    /** Null for all of it. */
    Part part();
}
