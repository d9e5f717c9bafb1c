package org.arbolt.io.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.InputFile;

/**
 * A checkpoint that {@code torch.save} wrote (PyTorch 1.6 and later): a zip archive of a pickle, {@code …/data.pkl},
 * and raw storages, {@code …/data/N}, none of them compressed. Nothing in it is run, and no size in it is believed:
 * what a tensor claims is checked against its storage, and a storage against the file. Not thread safe.
 */
public final class TorchFile implements AutoCloseable {
    private static final String PICKLE = "/data.pkl";
    private static final int MOST_ENTRIES = 1_000_000;
    private static final int MOST_AXES = 8;
    private static final long MOST_REPEATED = 1L << 24; // elements of a tensor that is larger than its storage

    private final Path path;
    private final ZipFile zip;
    private final String folder;
    private final Object root;
    private String lastName; // of the storage read last: neighbours in a state dict may share one
    private MemorySegment last;

    private TorchFile(Path path, ZipFile zip) throws IOException {
        this.path = path;
        this.zip = zip;
        this.folder = folder();
        requireLittleEndian();
        this.root = PickleReader.read(bytes(entry(folder + PICKLE)).toArray(ValueLayout.JAVA_BYTE), path.toString());
    }

    /** @throws BadInput if the file is missing, damaged, or no checkpoint of the kind */
    public static TorchFile open(Path path) {
        InputFile.refuseFolder(path, "a checkpoint in it, as torch.save writes them");
        if (!Files.isRegularFile(path)) {
            throw new BadInput("cannot read " + path + ": no such file; check the name");
        }
        ZipFile zip = null;
        try {
            zip = new ZipFile(path.toFile());
            return new TorchFile(path, zip);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            closed(zip);
            String reason = e instanceof IOException io ? AtomicFile.reason(io) : "a malformed archive";
            throw new BadInput(
                    path + ": is no checkpoint in PyTorch's zip format (" + reason
                            + "); it may be truncated: fetch it again, or save it again with torch.save",
                    e);
        } catch (RuntimeException e) {
            closed(zip);
            throw e;
        }
    }

    private static void closed(ZipFile zip) {
        try {
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pickled object, of the types of {@link Pickled}. */
    public Object root() {
        return root;
    }

    /**
     * The tensors of a dictionary by their names, in its order; whatever else it holds is left out.
     *
     * @param dictionary a value of the pickle
     */
    public static SequencedMap<String, TorchTensor> tensors(Object dictionary) {
        SequencedMap<String, TorchTensor> tensors = new LinkedHashMap<>();
        Pickled.entries(dictionary).forEach((key, value) -> {
            TorchTensor tensor = TorchTensor.of(value);
            if (key instanceof String name && tensor != null) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    /**
     * The numbers of a tensor in row-major order.
     *
     * @param name of the tensor, for messages
     * @throws BadInput if it reaches beyond its storage, or its storage is missing, damaged or of a type that cannot be
     *     read
     */
    public TensorData read(String name, TorchTensor tensor) {
        if (!TensorData.isType(tensor.dtype())) {
            throw damaged(name, "is of type " + tensor.dtype() + ", which is not read");
        }
        int width = TensorData.itemBytes(tensor.dtype());
        long elements = requireInside(name, tensor);
        MemorySegment storage = storage(name, tensor, width);
        MemorySegment data = rowMajor(tensor)
                ? storage.asSlice(tensor.offset() * width, elements * width)
                : gathered(tensor, storage, width, elements);
        return new TensorData(tensor.dtype(), tensor.shape(), data);
    }

    /** Checks that every element lies in the storage; returns their number. */
    private long requireInside(String name, TorchTensor t) {
        if (t.shape().length > MOST_AXES) {
            throw damaged(name, "has " + t.shape().length + " axes");
        }
        try {
            long elements = 1;
            long last = t.offset();
            for (int axis = 0; axis < t.shape().length; axis++) {
                if (t.shape()[axis] < 0 || t.strides()[axis] < 0) {
                    throw damaged(name, "has a negative size or stride");
                }
                elements = Math.multiplyExact(elements, t.shape()[axis]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, t.shape()[axis] - 1), t.strides()[axis]));
            }
            boolean inside =
                    t.offset() >= 0 && (elements == 0 ? t.offset() <= t.storageSize() : last < t.storageSize());
            if (!inside) {
                throw damaged(name, "reaches beyond its storage of " + t.storageSize() + " elements");
            }
            if (elements > t.storageSize() && elements > MOST_REPEATED) {
                throw damaged(name, "repeats " + t.storageSize() + " elements to " + elements);
            }
            return elements;
        } catch (ArithmeticException e) {
            throw damaged(name, "has the shape " + Arrays.toString(t.shape()) + ", beyond any file");
        }
    }

    private MemorySegment storage(String name, TorchTensor tensor, int width) {
        if (!tensor.storage().equals(lastName)) {
            last = null; // its memory may go
            lastName = null;
            try {
                last = bytes(entry(folder + "/data/" + tensor.storage()));
            } catch (IOException e) {
                throw damaged(name, "cannot be read: " + AtomicFile.reason(e));
            }
            lastName = tensor.storage();
        }
        if (last.byteSize() / width < tensor.storageSize()) {
            throw damaged(
                    name,
                    "has a storage of " + last.byteSize() + " bytes, too few for " + tensor.storageSize() + " "
                            + tensor.dtype());
        }
        return last;
    }

    private static boolean rowMajor(TorchTensor t) {
        long expected = 1;
        for (int axis = t.shape().length - 1; axis >= 0; axis--) {
            if (t.shape()[axis] != 1 && t.strides()[axis] != expected) {
                return false;
            }
            expected *= t.shape()[axis];
        }
        return true;
    }

    private static MemorySegment gathered(TorchTensor t, MemorySegment storage, int width, long elements) {
        MemorySegment data = Arena.ofAuto().allocate(elements * width, 8);
        long[] index = new long[t.shape().length];
        long from = t.offset();
        for (long to = 0; to < elements; to++) {
            MemorySegment.copy(storage, from * width, data, to * width, width);
            int axis = index.length - 1;
            for (; axis >= 0 && ++index[axis] == t.shape()[axis]; axis--) { // the next element, the last axis fastest
                from -= t.strides()[axis] * (t.shape()[axis] - 1);
                index[axis] = 0;
            }
            if (axis >= 0) {
                from += t.strides()[axis];
            }
        }
        return data;
    }

    // ---- the archive

    private String folder() throws IOException {
        if (zip.size() > MOST_ENTRIES) {
            throw new IOException("it has " + zip.size() + " entries");
        }
        List<String> found = new ArrayList<>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(PICKLE))
                .forEach(found::add);
        if (found.size() != 1) {
            throw new IOException("it has " + found.size() + " entries named data.pkl, not one");
        }
        return found.getFirst().substring(0, found.getFirst().length() - PICKLE.length());
    }

    private void requireLittleEndian() throws IOException {
        ZipEntry order = zip.getEntry(folder + "/byteorder");
        if (order != null
                && order.getSize() < 16
                && new String(bytes(order).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII)
                        .startsWith("big")) {
            throw new IOException("its numbers are big-endian, which is not read");
        }
    }

    private ZipEntry entry(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it lacks " + name);
        }
        return entry;
    }

    /** An entry's bytes, its checksum checked. */
    private MemorySegment bytes(ZipEntry entry) throws IOException {
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() > Files.size(path) || entry.getSize() < 0) {
            throw new IOException(entry.getName() + " is compressed or larger than the file");
        }
        MemorySegment data = Arena.ofAuto().allocate(entry.getSize(), 8);
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            copy(in, data, entry.getName());
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException("the checksum of " + entry.getName() + " does not match");
            }
        }
        return data;
    }

    private static void copy(InputStream in, MemorySegment data, String name) throws IOException {
        byte[] block = new byte[1 << 16];
        long at = 0;
        for (int read = in.read(block); read != -1; read = in.read(block)) {
            if (read > data.byteSize() - at) {
                throw new IOException(name + " is longer than it says");
            }
            MemorySegment.copy(block, 0, data, ValueLayout.JAVA_BYTE, at, read);
            at += read;
        }
        if (at != data.byteSize()) {
            throw new IOException(name + " is truncated");
        }
    }

    private BadInput damaged(String name, String what) {
        return new BadInput(path + ": tensor " + name + " " + what + "; the file is damaged, fetch it again");
    }

    @Override
    public void close() {
        closed(zip);
    }
}
