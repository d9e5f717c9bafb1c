package org.arbolt.cli;

import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import picocli.CommandLine.Option;

/** The size of a network that is trained from nothing. */
final class NetworkOptions {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "size of the network: tiny (2 × 64), paper-single (8 × 256), paper-chignolin (12 × 512), robin "
                            + "(16 × 768)")
    private String preset;

    @Option(names = "--bins", paramLabel = "N", description = "bins of each coordinate, 2 to 65536")
    private Integer bins;

    @Option(names = "--layers", paramLabel = "N", description = "transformer blocks, 1 to 64")
    private Integer layers;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "width of the network, 8 to 4096, even and a multiple of the heads")
    private Integer channels;

    @Option(names = "--heads", paramLabel = "N", description = "attention heads, 1 to the channels")
    private Integer heads;

    @Option(
            names = "--frequencies",
            paramLabel = "N",
            description =
                    "frequencies of smooth tables of bins, up to 512 and to the bins; 0, in Cartesian coordinates "
                            + "alone: free tables, as published")
    private Integer frequencies;

    /** Tells in the help of a command what is taken where an option is not given. */
    static OptionDefaults<NetworkSize> tell(OptionDefaults<NetworkSize> defaults) {
        return defaults.option("--bins", NetworkSize::bins)
                .option("--layers", NetworkSize::layers)
                .option("--channels", NetworkSize::channels)
                .option("--heads", NetworkSize::heads)
                .option("--frequencies", NetworkSize::frequencies);
    }

    /** Whether any of them was given. */
    boolean given() {
        return !(preset == null
                && bins == null
                && layers == null
                && channels == null
                && heads == null
                && frequencies == null);
    }

    /**
     * The size asked for, with what is not said taken from a preset or from the usual one. In internal coordinates
     * tables are smooth, whatever the preset has.
     */
    NetworkSize over(NetworkSize usual, CoordinateKind coordinates) {
        NetworkSize from = preset == null ? usual : Presets.network(preset);
        return new NetworkSize(
                Given.or(bins, from.bins()),
                Given.or(layers, from.layers()),
                Given.or(channels, from.channels()),
                Given.or(heads, from.heads()),
                Given.or(
                        frequencies,
                        coordinates == CoordinateKind.CARTESIAN
                                ? from.frequencies()
                                : Math.min(usual.frequencies(), Given.or(bins, from.bins()))));
    }
}
