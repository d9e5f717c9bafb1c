/**
 * Many runs side by side: the published protocol over systems, budgets and seeds, and runs compared. Owns the tables;
 * computes nothing that a single run does not.
 */
package org.arbolt.benchmark;
