package org.arbolt.pipeline;

import org.arbolt.run.Part;

/** What identifies a run that can be computed in parts; equal in all of them but for the part itself. */
interface Divisible {
    /** Null for the whole run. */
    Part part();

    /** The same run. @param one which part of it; null for the whole */
    Divisible withPart(Part one);
}
