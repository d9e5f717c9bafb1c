package org.arbolt.io.trajectory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/** What the bonds of frames tell of the files that they come from: the unit of length, and molecules cut by a box. */
public final class BondCheck {
    /** A longer bond is broken, nm; the longest of a peptide, S-S, has 0.204 nm. */
    public static final double LONGEST = 0.3;

    /** In ångström taken for nm bonds have from 0.96 (O-H) to 2.04 (S-S). */
    private static final double SHORTEST_IN_ANGSTROM = 0.7;

    private static final double LONGEST_IN_ANGSTROM = 2.6;
    private static final double TWICE_CONVERTED = 0.01; // nm taken for ångström: a hundredth of that
    private static final double SHARE_IN_ANGSTROM = 0.9;
    private static final int MOST_LISTED = 5; // frames in a remark

    private final List<Topology.Bond> bonds;

    public BondCheck(Topology topology) {
        bonds = topology.bonds();
    }

    /** Whether no bond of a frame is longer than {@link #LONGEST}. */
    public boolean whole(Frames frames, int frame) {
        return bonds.stream().allMatch(bond -> length(frames, frame, bond) <= LONGEST);
    }

    /** The frames without broken bonds, in order. */
    public int[] whole(Frames frames) {
        return IntStream.range(0, frames.count()).filter(f -> whole(frames, f)).toArray();
    }

    /**
     * @param where the file, for messages
     * @throws BadInput if the bonds of the first frame are ten times as long as bonds are, or ten times as short
     */
    public void requireNanometres(Object where, Frames frames) {
        if (frames.count() == 0 || bonds.isEmpty()) {
            return;
        }
        double[] lengths = bonds.stream()
                .mapToDouble(bond -> length(frames, 0, bond))
                .sorted()
                .toArray();
        if (mostlyLikeAngstrom(lengths, 1)) {
            throw new BadInput(String.format(
                    Locale.ROOT,
                    "%s: half of its bonds are longer than %.2f nm, where bonds have 0.1 to 0.2, so its coordinates "
                            + "look like ångström; name angstrom as their unit (--unit, or --reference-unit of a "
                            + "reference), or divide them by ten",
                    where,
                    lengths[lengths.length / 2]));
        }
        if (mostlyLikeAngstrom(lengths, TWICE_CONVERTED)) {
            throw new BadInput(String.format(
                    Locale.ROOT,
                    "%s: half of its bonds are shorter than %.3f nm, where bonds have 0.1 to 0.2, so its coordinates "
                            + "look like nm that were taken for ångström; name nm as their unit (--unit, or "
                            + "--reference-unit of a reference), or multiply them by ten",
                    where,
                    lengths[lengths.length / 2]));
        }
    }

    /** Whether bonds look like those in ångström, taken for nm. @param scale of all of them */
    private static boolean mostlyLikeAngstrom(double[] lengths, double scale) {
        long likely = Arrays.stream(lengths)
                .filter(l -> l > scale * SHORTEST_IN_ANGSTROM && l < scale * LONGEST_IN_ANGSTROM)
                .count();
        return likely >= SHARE_IN_ANGSTROM * lengths.length;
    }

    private static double length(Frames frames, int frame, Topology.Bond bond) {
        return frames.distance(frame, bond.first(), bond.second());
    }

    /** Looks at all frames of a file. @throws BadInput as {@link #requireNanometres} says */
    public void look(Object where, Frames frames, Remarks remarks) {
        requireNanometres(where, frames);
        List<Long> broken = IntStream.range(0, frames.count())
                .filter(f -> !whole(frames, f))
                .mapToObj(f -> (long) f)
                .toList();
        tell(where, broken.size(), frames.count(), broken, remarks);
    }

    /**
     * Remarks broken frames, where there are any, e.g.
     * {@code "x.npz: 1 of 5 frames has a bond longer than 0.3 nm: frame 2"}.
     *
     * @param broken how many
     * @param first the first of them, from 0
     */
    static void tell(Object where, long broken, long count, List<Long> first, Remarks remarks) {
        if (broken > 0) {
            remarks.add(where + ": " + broken + " of " + count + " frames " + (broken == 1 ? "has" : "have")
                    + " a bond longer than " + LONGEST + " nm: " + listed(first, broken));
        }
    }

    /** Numbers of frames in words, from 1, the first few of them. */
    public static String listed(List<Long> first, long all) {
        int shown = Math.min(first.size(), MOST_LISTED);
        String numbers = first.subList(0, shown).stream()
                .map(frame -> String.valueOf(frame + 1))
                .collect(Collectors.joining(", "));
        return (all == 1 ? "frame " : "frames ") + numbers + (shown < all ? " and " + (all - shown) + " more" : "");
    }
}
