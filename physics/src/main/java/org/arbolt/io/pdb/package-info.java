/**
 * Structures: PDB, mmCIF and BinaryCIF as other programs write them, and what a reader had to repair. Must not see
 * energies or models.
 */
package org.arbolt.io.pdb;
