/**
 * Where a library's user begins: peptides from their names and from files. Owns no geometry and no format, only the way
 * to them; must not see energies.
 */
package org.arbolt.peptide;
