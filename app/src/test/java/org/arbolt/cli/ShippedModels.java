package org.arbolt.cli;

import java.nio.file.Path;

/** Models of the source folder. */
public final class ShippedModels {
    public static final Path ALANINE_DIPEPTIDE =
            Path.of("../models/Ace-A-Nme.internal.safetensors").toAbsolutePath().normalize();

    /** A model whose every token has a position of its own. */
    public static final Path ONE_POSITION_PER_TOKEN =
            Path.of("../models/AAAAAA.internal.safetensors").toAbsolutePath().normalize();

    /** The model of all amino acids. */
    public static final Path PEPTIDES =
            Path.of("../models/peptides.internal.safetensors").toAbsolutePath().normalize();

    private ShippedModels() {}
}
