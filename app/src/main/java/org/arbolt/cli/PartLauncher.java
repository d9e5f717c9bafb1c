package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import org.arbolt.run.Stages;

/**
 * Computes the parts of a run elsewhere. Found by {@link java.util.ServiceLoader}; the module {@code cluster} has one.
 */
public interface PartLauncher {
    /**
     * Computes all parts, each by {@link Arbolt#execute(java.io.PrintWriter, String...)}.
     *
     * @param url of the cluster
     * @param parts how many
     * @param words of the command, less those that say the part and its folder; paths are absolute
     * @param folder where the folders of the parts are when this returns, each under its number; all machines see it
     *     unless there is a shared one
     * @param shared folder of a file system that all machines reach, where the parts go; null for {@code folder}
     * @throws org.arbolt.BadInput if parts failed, with their numbers; the others are done
     */
    void run(String url, int parts, List<String> words, Path folder, String shared, Stages stages);
}
