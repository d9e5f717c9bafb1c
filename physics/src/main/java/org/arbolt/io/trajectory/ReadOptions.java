package org.arbolt.io.trajectory;

import org.arbolt.Remarks;
import org.arbolt.units.LengthUnit;

/**
 * How frames are read.
 *
 * @param unit of coordinates in files whose format has none of its own, NPZ and NPY
 * @param strict whether a trajectory that was cut short is refused; its whole frames are read otherwise
 * @param remarks where it is told what is amiss with frames that are read nevertheless
 */
public record ReadOptions(LengthUnit unit, boolean strict, Remarks remarks) {
    /** Files as Arbolt writes them: nm, whole. */
    public static final ReadOptions STRICT = new ReadOptions(LengthUnit.NM, true, Remarks.NONE);

    /** The same, with another place for remarks. */
    public ReadOptions with(Remarks listener) {
        return new ReadOptions(unit, strict, listener);
    }
}
