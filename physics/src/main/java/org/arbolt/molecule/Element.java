package org.arbolt.molecule;

/** The elements of peptides, with atomic number. Masses belong to the force field, whose files state them. */
public enum Element {
    H(1),
    C(6),
    N(7),
    O(8),
    S(16);

    private final int number;

    Element(int number) {
        this.number = number;
    }

    /** Atomic number. */
    public int number() {
        return number;
    }
}
