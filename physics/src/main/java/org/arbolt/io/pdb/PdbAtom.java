package org.arbolt.io.pdb;

/**
 * An ATOM record.
 *
 * @param serial its number in the file, as written
 * @param residueKey tells residues apart: number of the chain, its letter, number of the residue, parted by slashes
 * @param alternative letter of the place, blank for the only one
 * @param occupancy of the place; 1 where the file does not say
 * @param xyz nm
 * @param line from 1, for messages
 */
record PdbAtom(
        String serial,
        String name,
        String residueName,
        String residueKey,
        char alternative,
        double occupancy,
        double[] xyz,
        int line) {

    /** By its name, because many files leave the column of the element empty. */
    boolean isHydrogen() {
        int letter = 0;
        while (letter < name.length() && Character.isDigit(name.charAt(letter))) {
            letter++;
        }
        return letter < name.length() && (name.charAt(letter) == 'H' || name.charAt(letter) == 'D');
    }
}
