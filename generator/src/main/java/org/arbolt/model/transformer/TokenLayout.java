package org.arbolt.model.transformer;

import java.util.Arrays;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.molecule.Topology;

/**
 * What a network is told of a molecule's tokens beforehand.
 *
 * @param kind kind of coordinate at each position, [T]: axis x, y, z, or bond, angle, torsion
 * @param atom atom whose coordinate each position is, [T], 0 … A − 1
 * @param labels what the atoms are, for a conditioned network; null for one of a single molecule
 */
public record TokenLayout(int[] kind, int[] atom, AtomLabels labels) {

    public TokenLayout {
        if (kind.length != atom.length || kind.length == 0) {
            throw new IllegalArgumentException(
                    "every position has a kind and an atom, had " + kind.length + " and " + atom.length);
        }
        kind = kind.clone();
        atom = atom.clone();
        int last = Arrays.stream(atom).max().orElseThrow();
        if (labels != null && last >= labels.atoms()) {
            throw new IllegalArgumentException("atom " + last + " has no label, there are " + labels.atoms());
        }
    }

    /** For a network of a single molecule. */
    public static TokenLayout of(Coordinates coordinates) {
        return new TokenLayout(coordinates.kind(), coordinates.atom(), null);
    }

    /** For a conditioned network. */
    public static TokenLayout of(Coordinates coordinates, Topology topology) {
        return new TokenLayout(coordinates.kind(), coordinates.atom(), AtomLabels.of(topology));
    }

    /** Number of tokens T. */
    public int positions() {
        return kind.length;
    }

    /** Kind of coordinate at each position, [T]. */
    @Override
    public int[] kind() {
        return kind.clone();
    }

    /** Atom at each position, [T]. */
    @Override
    public int[] atom() {
        return atom.clone();
    }

    /** @throws IllegalArgumentException if a network of this shape has no embedding for one of the numbers */
    void require(TransformerConfig config) {
        if (positions() > config.positions()) {
            throw new IllegalArgumentException(
                    "a molecule of " + positions() + " tokens is longer than the network's " + config.positions());
        }
        below("kind", kind, config.kinds());
        below("atom", atom, config.atoms());
        TransformerVariant.Conditioning conditioning = config.design().conditioning();
        if (conditioning != null) {
            if (labels == null) {
                throw new IllegalArgumentException("a conditioned network must be told what the atoms are");
            }
            if (labels.atoms() > config.atoms()) {
                throw new IllegalArgumentException(
                        "a molecule of " + labels.atoms() + " atoms is larger than the network's " + config.atoms());
            }
            below("atom type", labels.type(), conditioning.atomTypes());
            below("residue type", labels.residue(), conditioning.residueTypes());
        }
    }

    private static void below(String name, int[] values, int bound) {
        for (int value : values) {
            if (value < 0 || value >= bound) {
                throw new IllegalArgumentException(name + " must be between 0 and " + (bound - 1) + ", was " + value);
            }
        }
    }
}
