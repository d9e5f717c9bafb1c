package org.arbolt.cli;

import java.util.Iterator;
import org.arbolt.forcefield.AmberForceField;

/** The force fields there are, for help texts. */
final class ForceFieldNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return AmberForceField.names().iterator();
    }
}
