package org.arbolt.cli;

import java.util.Iterator;
import org.arbolt.forcefield.ForceField;

/** The force fields there are, for help texts. */
final class ForceFieldNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return ForceField.names().iterator();
    }
}
