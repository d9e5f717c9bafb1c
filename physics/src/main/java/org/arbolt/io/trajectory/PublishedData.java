package org.arbolt.io.trajectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * Data of one molecule as the authors of the method publish it: {@code NAME_TK_train.npy}, {@code _val}, {@code _test},
 * float32 [F,A,3], nm, with a PDB beside them that says the order of the atoms; or shards of many peptides
 * ({@link PeptideShards}) with {@code SEQUENCE.pdb} beside them. What Arbolt writes itself lies beside a PDB as well.
 */
public final class PublishedData {
    private static final String SHARD = ".tar";
    private static final Pattern NAME = Pattern.compile("(.+?)(_[0-9.]+K)?(_(train|val|test))?\\.[a-z]+");

    private PublishedData() {}

    /** The three kinds of frames. */
    public enum Part {
        TRAIN,
        VAL,
        TEST;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where the frames of a part are, e.g. {@code Ace-A-Nme_300K_train.npy}. */
    public static Path file(Path folder, String name, int kelvin, Part part) {
        return folder.resolve(name + "_" + kelvin + "K_" + part.label() + ".npy");
    }

    /** Writes a part, and {@code NAME.pdb} with its first frame beside it. @throws BadInput if it cannot be written */
    public static void write(Path folder, String name, int kelvin, Part part, Topology topology, Frames frames) {
        if (frames.count() == 0) {
            throw new IllegalArgumentException("no frames to write");
        }
        float[] single = new float[frames.xyz().length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) frames.xyz()[i];
        }
        PdbFile.write(folder.resolve(name + ".pdb"), topology, frames.slice(0, 1));
        Npy.write(file(folder, name, kelvin, part), NpyArray.of(single, frames.count(), frames.atoms(), 3));
    }

    /**
     * Opens frames of a molecule in any format, atoms sorted by the PDB beside the file. Without one they are taken to
     * be in the order of the topology, as Arbolt writes them; a shard must have one.
     *
     * @throws BadInput if the PDB is of another molecule, or as {@link TrajectoryFile} says
     */
    public static FrameSource open(Path data, Topology topology, ReadOptions options) {
        List<Path> shards = shards(data);
        if (!shards.isEmpty()) {
            int[] order = peptide(shards, topology).order();
            return new MoleculeFrames(
                    data, new ShardFrames(shards, topology.sequence(), topology.atomCount()), order, topology, options);
        }
        Path pdb = candidates(data).stream()
                .map(data.toAbsolutePath()::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
        if (pdb == null) {
            return TrajectoryFile.open(data, topology, options);
        }
        return TrajectoryFile.open(
                data, contents(data, pdb, topology, candidates(data).getFirst()), options);
    }

    private static PdbFile.Contents contents(Path data, Path pdb, Topology topology, String usual) {
        PdbFile.Contents contents = PdbFile.read(pdb);
        if (!contents.topology().isOfSameMolecule(topology)) {
            throw new BadInput(
                    data + ": " + pdb.getFileName() + " beside it, which says the order of its atoms, is of another "
                            + "molecule than asked for; name the right molecule, or put its PDB there as " + usual);
        }
        return contents;
    }

    /**
     * The shards that data are in: a file {@code .tar}, or all of them in a folder, by name; none where it is something
     * else.
     */
    public static List<Path> shards(Path data) {
        if (!Files.isDirectory(data)) {
            return data.toString().endsWith(SHARD) && Files.exists(data) ? List.of(data) : List.of();
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(SHARD))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Npy.unreadable(data, e);
        }
    }

    /**
     * What to look for in shards to find the frames of a molecule.
     *
     * @throws BadInput if there is no PDB of it beside them, or it is of another molecule
     */
    public static PeptideShards.Peptide peptide(List<Path> shards, Topology topology) {
        Path shard = shards.getFirst().toAbsolutePath();
        Path pdb = shard.resolveSibling(topology.sequence() + ".pdb");
        if (!Files.isRegularFile(pdb)) {
            throw new BadInput(
                    shards.getFirst() + ": the order of its atoms is unknown; put " + pdb.getFileName() + " beside it");
        }
        return new PeptideShards.Peptide(
                topology.sequence(),
                contents(shard, pdb, topology, pdb.getFileName().toString()).order());
    }

    /** Reads all frames, strictly. @throws BadInput as {@link #open} does, or if they do not fit the memory */
    public static Frames read(Path data, Topology topology) {
        return read(data, topology, ReadOptions.STRICT);
    }

    /** Reads all frames. @throws BadInput as {@link #open} does, or if they do not fit the memory */
    public static Frames read(Path data, Topology topology, ReadOptions options) {
        try (FrameSource source = open(data, topology, options)) {
            return source.rest(data);
        }
    }

    /** Names of the PDB of a file, the most particular first. */
    private static List<String> candidates(Path data) {
        Matcher name = NAME.matcher(data.getFileName().toString());
        List<String> names = new ArrayList<>();
        if (name.matches()) {
            String system = name.group(1);
            String kelvin = name.group(2) == null ? "" : name.group(2);
            String part = name.group(3) == null ? "" : name.group(3);
            names.addAll(List.of(system + kelvin + part + ".pdb", system + kelvin + ".pdb", system + ".pdb"));
        }
        names.add("topology.pdb");
        return names;
    }
}
