/** What every package may use: how bad input is reported and how long work reports its progress. */
package org.arbolt;
