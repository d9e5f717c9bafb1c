/** Short programs against the public API, each to be read in a minute and changed in the next. */
package org.arbolt.examples;
