/**
 * Physical constants and conversions. Owns the numbers; sees nothing. Inside Arbolt: nm, ps, kJ/mol, amu, e, K, rad.
 */
package org.arbolt.units;
