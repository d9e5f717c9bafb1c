/**
 * The command line: options, progress, exit codes. Owns how a person talks to Arbolt; every decision is made below it.
 */
package org.arbolt.cli;
