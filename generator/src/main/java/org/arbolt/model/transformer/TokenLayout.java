package org.arbolt.model.transformer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.TokenScans;
import org.arbolt.molecule.Topology;

/**
 * What a network is told of a molecule's tokens beforehand.
 *
 * @param kind kind of coordinate of each token, [T]: axis x, y, z, or bond, angle, torsion
 * @param atom atom whose coordinate each token is, [T], 0 … A − 1
 * @param position position of the network that each token has, [T], ascending from 0 without gaps
 * @param slot what each token is among those of its position, [T], ascending within it
 * @param labels what the atoms are, for a conditioned network; null for one of a single molecule
 * @param scans energies that a network is told of before it draws a soft torsion; null for one that is not
 */
public record TokenLayout(int[] kind, int[] atom, int[] position, int[] slot, AtomLabels labels, TokenScans scans) {

    public TokenLayout {
        if (kind.length != atom.length
                || kind.length != position.length
                || kind.length != slot.length
                || kind.length == 0) {
            throw new IllegalArgumentException("every token has a kind, an atom, a position and a slot, had "
                    + kind.length + ", " + atom.length + ", " + position.length + " and " + slot.length);
        }
        kind = kind.clone();
        atom = atom.clone();
        position = position.clone();
        slot = slot.clone();
        for (int t = 0; t < slot.length; t++) {
            int step = t == 0 ? position[0] + 1 : position[t] - position[t - 1];
            if (step < 0 || step > 1 || slot[t] < 0 || step == 0 && slot[t] <= slot[t - 1]) {
                throw new IllegalArgumentException("positions and slots of tokens must ascend, token " + t
                        + " has position " + position[t] + " and slot " + slot[t]);
            }
        }
        int last = Arrays.stream(atom).max().orElseThrow();
        if (labels != null && last >= labels.atoms()) {
            throw new IllegalArgumentException("atom " + last + " has no label, there are " + labels.atoms());
        }
    }

    /** Every token a position of its own. */
    public TokenLayout(int[] kind, int[] atom, AtomLabels labels) {
        this(kind, atom, IntStream.range(0, kind.length).toArray(), new int[kind.length], labels, null);
    }

    /** The same with what a network is told of energies. */
    public TokenLayout with(TokenScans told) {
        return new TokenLayout(kind, atom, position, slot, labels, told);
    }

    /** For a network of a single molecule. */
    public static TokenLayout of(Coordinates coordinates) {
        return of(coordinates, (AtomLabels) null);
    }

    private static TokenLayout of(Coordinates coordinates, AtomLabels labels) {
        return new TokenLayout(
                coordinates.kind(),
                coordinates.atom(),
                coordinates.position(),
                coordinates.slot(),
                labels,
                coordinates.scans());
    }

    /** For a conditioned network. */
    public static TokenLayout of(Coordinates coordinates, Topology topology, AtomLabels.Vocabulary vocabulary) {
        return of(coordinates, AtomLabels.of(topology, vocabulary));
    }

    /** Number of tokens T. */
    public int tokens() {
        return kind.length;
    }

    /** Number of positions P of the network; T where every token has one of its own. */
    public int positions() {
        return position[position.length - 1] + 1;
    }

    /** Kind of coordinate of the first token of each position, [P]. */
    public int[] kindOfPosition() {
        return ofPositions(kind);
    }

    /** Atom of the first token of each position, [P]. */
    public int[] atomOfPosition() {
        return ofPositions(atom);
    }

    private int[] ofPositions(int[] ofTokens) {
        int[] first = new int[positions()];
        for (int t = ofTokens.length - 1; t >= 0; t--) {
            first[position[t]] = ofTokens[t];
        }
        return first;
    }

    @Override
    public int[] kind() {
        return kind.clone();
    }

    @Override
    public int[] atom() {
        return atom.clone();
    }

    @Override
    public int[] position() {
        return position.clone();
    }

    @Override
    public int[] slot() {
        return slot.clone();
    }

    /** @throws IllegalArgumentException if a network of this shape has no embedding for one of the numbers */
    void require(TransformerConfig config) {
        if (positions() > config.positions()) {
            throw new IllegalArgumentException(
                    "a molecule of " + positions() + " positions is longer than the network's " + config.positions());
        }
        TransformerVariant.Heads heads = config.design().heads();
        if (heads == null && positions() < tokens()) {
            throw new IllegalArgumentException("a network without heads has one token at a position");
        }
        below("slot", slot, heads == null ? 1 : heads.slots());
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
