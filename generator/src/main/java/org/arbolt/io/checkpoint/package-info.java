/**
 * Files of weights: safetensors, and PyTorch's pickles, read without running anything that they name. Must not see
 * networks.
 */
package org.arbolt.io.checkpoint;
