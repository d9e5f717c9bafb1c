package org.arbolt.cli;

import java.nio.file.Path;

/** Models of the source folder. */
public final class ShippedModels {
    public static final Path ALANINE_DIPEPTIDE =
            Path.of("../models/Ace-A-Nme.internal.safetensors").toAbsolutePath().normalize();

    /** Three alanines without caps, at 310 K. */
    static final Path TRIALANINE =
            Path.of("../models/AAA.internal.safetensors").toAbsolutePath().normalize();

    /** A checkpoint of the published form, with random weights and two heads. */
    static final Path PUBLISHED = Path.of("../generator/src/test/resources/org/arbolt/model/published/torch/robin.ckpt")
            .toAbsolutePath()
            .normalize();

    /** The model of all amino acids. */
    public static final Path PEPTIDES =
            Path.of("../models/peptides.internal.safetensors").toAbsolutePath().normalize();

    private ShippedModels() {}
}
