package org.arbolt.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of one of Hadoop's file systems, {@code file://}, {@code hdfs://}, {@code s3a://}, in which the folders of
 * parts are kept under their numbers. A part is there when its last file is, an empty one: such systems cannot rename a
 * folder at once, but every file appears whole.
 */
final class SharedFolder implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String DONE = "_SUCCESS"; // what Hadoop's own programs leave

    private final String uri;
    private final TreeMap<String, String> settings;

    /** @param settings of Hadoop, by name */
    SharedFolder(String uri, Map<String, String> settings) {
        this.uri = uri;
        this.settings = new TreeMap<>(settings);
    }

    private Path place(int number) {
        return new Path(uri, String.valueOf(number));
    }

    private FileSystem system() throws IOException {
        Configuration configuration = new Configuration();
        settings.forEach(configuration::set);
        FileSystem system = place(1).getFileSystem(configuration);
        system.setWriteChecksum(false); // of file://, whose .crc files would lie beside ours
        return system;
    }

    boolean isDone(int number) throws IOException {
        return system().exists(new Path(place(number), DONE));
    }

    /** Puts a part's folder there; what an attempt before has left is replaced. */
    void put(java.nio.file.Path folder, int number) throws IOException {
        FileSystem system = system();
        Path target = place(number);
        system.delete(target, true);
        for (java.nio.file.Path file : files(folder)) {
            Path name = new Path(target, folder.relativize(file).toString());
            system.copyFromLocalFile(false, true, new Path(file.toUri()), name);
        }
        system.create(new Path(target, DONE), true).close();
    }

    /** Fetches a part's folder, unless it is there already. */
    void fetch(int number, java.nio.file.Path folder) throws IOException {
        if (Files.exists(folder.resolve(DONE))) {
            return;
        }
        java.nio.file.Path parent = Files.createDirectories(folder.getParent());
        java.nio.file.Path temporary = Files.createTempDirectory(parent, "fetched-");
        java.nio.file.Path got = temporary.resolve(folder.getFileName());
        system().copyToLocalFile(false, place(number), new Path(got.toUri()), true);
        Files.move(got, folder);
        Files.delete(temporary);
    }

    /** Deletes a folder of this machine with all that is in it. */
    static void delete(java.nio.file.Path folder) throws IOException {
        try (Stream<java.nio.file.Path> all = Files.walk(folder)) {
            for (java.nio.file.Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<java.nio.file.Path> files(java.nio.file.Path folder) throws IOException {
        try (Stream<java.nio.file.Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .toList();
        }
    }

    @Override
    public String toString() {
        return uri;
    }
}
