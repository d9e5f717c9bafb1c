package org.arbolt.io.trajectory;

import java.nio.file.Path;
import java.util.Locale;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/** What frames are written as for other programs, beside the NPZ file that Arbolt goes on with. */
public enum TrajectoryFormat {
    /** Single precision, of CHARMM, NAMD, VMD. */
    DCD {
        @Override
        public void write(Path file, Topology topology, Frames frames) {
            DcdFile.write(file, frames);
        }
    },
    /** Rounded to 0.001 nm and packed, of GROMACS. */
    XTC {
        @Override
        public void write(Path file, Topology topology, Frames frames) {
            XtcFile.write(file, frames);
        }
    },
    /** Models with names of atoms, as text. */
    PDB {
        @Override
        public void write(Path file, Topology topology, Frames frames) {
            PdbFile.write(file, topology, frames);
        }
    },
    /** Nothing. */
    NONE {
        @Override
        public void write(Path file, Topology topology, Frames frames) {}
    };

    /** Writes all frames. @throws org.arbolt.BadInput if the file cannot be written */
    public abstract void write(Path file, Topology topology, Frames frames);

    /** The name, which is the file's ending too. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
