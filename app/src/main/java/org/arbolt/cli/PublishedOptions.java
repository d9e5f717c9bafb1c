package org.arbolt.cli;

import org.arbolt.BadInput;
import org.arbolt.model.published.PublishedCheckpoint;
import picocli.CommandLine.Option;

/** What the tensors of a published checkpoint do not tell. */
final class PublishedOptions {
    @Option(
            names = "--heads",
            description = "attention heads (default: as the checkpoint's hyper-parameters say, else 12)")
    private Integer heads;

    @Option(
            names = "--grid-min",
            paramLabel = "X",
            description = "centre of the first bin, in units of the scale (default: as the checkpoint says, else -4.5)")
    private Double gridMin;

    @Option(
            names = "--grid-max",
            paramLabel = "X",
            description = "centre of the last bin, in units of the scale (default: as the checkpoint says, else 4.5)")
    private Double gridMax;

    @Option(
            names = "--scale",
            paramLabel = "NM",
            description = "length of one unit of the grid in nm (default: as the checkpoint says, else 0.35)")
    private Double scale;

    PublishedCheckpoint.Known known() {
        if (heads != null && heads < 1) {
            throw new BadInput("--heads must be at least 1, was " + heads);
        }
        return new PublishedCheckpoint.Known(heads, gridMin, gridMax, scale);
    }
}
