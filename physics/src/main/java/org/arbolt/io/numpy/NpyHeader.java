package org.arbolt.io.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.arbolt.BadInput;

/**
 * What stands before the numbers of an NPY file (NumPy Enhancement Proposal 1, versions 1.0 to 3.0).
 *
 * @param type layout of one element
 * @param fortran whether the first index is fastest
 * @param shape extent of each axis
 */
public record NpyHeader(NpyType type, boolean fortran, long[] shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16; // bytes; NumPy itself refuses beyond 10,000
    private static final int ALIGNMENT = 64;
    private static final int MOST_AXES = 64;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*(['\"]([^'\"]*)['\"]|\\[)");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^()]*)\\)");
    private static final Pattern EXTENT = Pattern.compile("\\d{1,18}");

    /** A header and the bytes it took. */
    public record Read(NpyHeader header, long bytes) {}

    /**
     * Reads a header.
     *
     * @param where the file, and the array in it, for messages
     * @throws BadInput if it is not one
     */
    public static Read read(InputStream in, String where) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadInput(
                    where + ": does not start as an NPY array; give a file that numpy.save or numpy.savez wrote");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new BadInput(where + ": NPY version " + version + " is not known; save it again with numpy.save");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | size[i] & 0xFF;
        }
        if (length > LONGEST) {
            throw new BadInput(where + ": its NPY header claims " + length + " bytes, more than " + LONGEST
                    + "; the file is damaged, make it again");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw new BadInput(where + ": ends inside its NPY header; the file is truncated, make it again");
        }
        return new Read(parse(new String(text, StandardCharsets.UTF_8), where), 8L + size.length + length);
    }

    private static NpyHeader parse(String text, String where) {
        String descr = find(DESCR, text, where, "descr");
        if (descr.equals("[")) {
            throw new BadInput(where + ": holds records of several fields; save each field as an array of its own");
        }
        NpyType type = NpyType.parse(descr.substring(1, descr.length() - 1), where);
        boolean fortran = find(ORDER, text, where, "fortran_order").equals("True");
        return new NpyHeader(type, fortran, shape(find(SHAPE, text, where, "shape"), where));
    }

    private static long[] shape(String text, String where) {
        List<Long> extents = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            if (!EXTENT.matcher(part.strip()).matches() || extents.size() == MOST_AXES) {
                throw new BadInput(
                        where + ": shape (" + text + ") is not one of an array; the file is damaged, make it again");
            }
            extents.add(Long.parseLong(part.strip()));
        }
        return extents.stream().mapToLong(Long::longValue).toArray();
    }

    private static String find(Pattern pattern, String text, String where, String key) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new BadInput(
                    where + ": its NPY header has no readable '" + key + "'; the file is damaged, make it again");
        }
        return found.group(1);
    }

    /**
     * Number of elements, once it is certain that they are the bytes that are there.
     *
     * @param present bytes that follow the header
     */
    public long elements(long present, String where) {
        try {
            long count = elements(shape);
            long bytes = Math.multiplyExact(count, type.itemBytes());
            if (bytes == present) {
                return count;
            }
            throw new BadInput(where + ": shape " + Arrays.toString(shape) + " of " + type.descr() + " takes " + bytes
                    + " bytes, but " + present + " are there; the file is truncated or altered, make it again");
        } catch (ArithmeticException e) {
            throw new BadInput(
                    where + ": shape " + Arrays.toString(shape) + " is beyond any file; it is damaged, make it again",
                    e);
        }
    }

    /** The same, once they fit an array as well. */
    int count(long present, String where) {
        long count = elements(present, where);
        if (count > LARGEST_ARRAY || present > Runtime.getRuntime().maxMemory()) {
            throw new BadInput(where + ": " + present + " bytes do not fit the memory given to Java ("
                    + Runtime.getRuntime().maxMemory() + " bytes) or one array; raise -Xmx or split the file");
        }
        return (int) count;
    }

    /** Product of the extents. @throws ArithmeticException if it overflows */
    public static long elements(long[] shape) {
        long product = 1;
        for (long extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    /** The bytes to write, version 1.0, padded so that the numbers start at a multiple of 64. */
    public byte[] bytes() {
        String extents = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + type.descr() + "', 'fortran_order': " + (fortran ? "True" : "False")
                + ", 'shape': (" + extents + (shape.length == 1 ? ",), }" : "), }");
        int fixed = MAGIC.length + 4;
        int length = -Math.floorDiv(-(fixed + text.length() + 1), ALIGNMENT) * ALIGNMENT - fixed;
        byte[] bytes = Arrays.copyOf(MAGIC, fixed + length);
        bytes[6] = 1;
        bytes[8] = (byte) length;
        bytes[9] = (byte) (length >>> 8);
        Arrays.fill(bytes, fixed, bytes.length, (byte) ' ');
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, fixed, ascii.length);
        bytes[bytes.length - 1] = '\n';
        return bytes;
    }
}
