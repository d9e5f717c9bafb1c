package org.arbolt.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.io.InputFile;
import org.arbolt.molecule.PeptideName;

/** A file of names of peptides, one a line; {@code #} begins a comment. */
final class PeptideList {
    private static final long LONGEST = 50_000_000; // bytes

    private PeptideList() {}

    /** @throws BadInput if it cannot be read, names no peptide, or a line is no name of one */
    static List<String> read(Path list) {
        InputFile.refuseFolder(list, "a list of names, one a line");
        try {
            if (Files.size(list) > LONGEST) {
                throw new BadInput(list + " has more than " + LONGEST + " bytes; give a list of names, one a line");
            }
            return names(list, Files.readAllLines(list));
        } catch (CharacterCodingException e) {
            throw new BadInput(list + " is no text; give a list of names, one a line", e);
        } catch (IOException e) {
            throw new BadInput(
                    "cannot read the list of peptides " + list + " (" + e.getMessage() + "); check its name", e);
        }
    }

    private static List<String> names(Path list, List<String> lines) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.get(i).replaceFirst("#.*", "").strip();
            if (!name.isEmpty()) {
                try {
                    names.add(PeptideName.parse(name).toString());
                } catch (BadInput e) {
                    throw new BadInput(list + " line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (names.isEmpty()) {
            throw new BadInput(list + " names no peptide; write one a line, e.g. AG");
        }
        return names;
    }
}
