package org.arbolt.cli;

import org.arbolt.Remarks;
import org.arbolt.io.trajectory.ReadOptions;
import org.arbolt.units.LengthUnit;
import picocli.CommandLine.Option;

/** How files of frames are read. */
final class FrameOptions {
    @Option(
            names = "--unit",
            defaultValue = "nm",
            paramLabel = "UNIT",
            description = "of coordinates in .npz and .npy files: nm or angstrom (default: ${DEFAULT-VALUE}); other "
                    + "formats have one of their own")
    private LengthUnit unit;

    @Option(
            names = "--strict",
            description = "refuse a .dcd or .xtc file that was cut short, instead of reading its whole frames")
    private boolean strict;

    ReadOptions of(Remarks remarks) {
        return new ReadOptions(unit, strict, remarks);
    }

    /** The same in another unit. @param other null for the same unit */
    ReadOptions of(LengthUnit other, Remarks remarks) {
        return new ReadOptions(other == null ? unit : other, strict, remarks);
    }
}
