/**
 * Checkpoints of the published code, read and written. Must not see energies.
 */
package org.arbolt.model.published;
