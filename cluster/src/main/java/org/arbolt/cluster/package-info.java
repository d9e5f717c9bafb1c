/**
 * Parts of a run on Apache Spark, and all that knows of Spark. A partition is a part as {@code --part i/N} computes it,
 * into a folder on a file system that all machines share; what is computed, and how parts are merged, is no matter of
 * this package.
 */
package org.arbolt.cluster;
