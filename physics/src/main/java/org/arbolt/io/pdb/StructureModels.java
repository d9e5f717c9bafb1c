package org.arbolt.io.pdb;

import java.io.Closeable;
import java.util.List;

/** The models of a file, one after another, water left out. */
interface StructureModels extends Closeable {

    /** The next model; null after the last. @throws org.arbolt.BadInput if it is damaged */
    List<PdbAtom> next();

    /** Molecules of water in the model that was read last. */
    int water();

    @Override
    void close();
}
