/**
 * A run's folder: its files and their names, its configuration in every version, its record, its parts, and what
 * listens to progress. Must not see how anything is computed.
 */
package org.arbolt.run;
