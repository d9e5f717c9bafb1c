/**
 * Random streams, log-sum-exp, optimal assignment, running statistics. Owns numerical methods that know no chemistry;
 * must not see any other package of Arbolt but {@code units}.
 */
package org.arbolt.math;
