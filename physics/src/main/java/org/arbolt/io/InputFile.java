package org.arbolt.io;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;

/** What is asked of a path before it is opened. */
public final class InputFile {
    private InputFile() {}

    /**
     * Refuses a folder where a file is read, which would else be told as one that is not there.
     *
     * @param expected what the path is to name, in words that follow "name"
     * @throws BadInput if it is a folder
     */
    public static void refuseFolder(Path path, String expected) {
        if (Files.isDirectory(path)) {
            throw new BadInput(path + " is a folder; name " + expected);
        }
    }
}
