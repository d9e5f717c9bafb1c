package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Cutoff;

/** The systems that published methods are compared on, with the settings of their data. */
public enum BenchmarkSystem {
    ALANINE_DIPEPTIDE("Ace-A-Nme", "amber99sbildn-obc", "none", 300, 1.0, 6, 30),
    TRIALANINE("AAA", "amber14-obc1", "2.0", 310, 0.3, 6, 30),
    CAPPED_TRIALANINE("Ace-AAA-Nme", "amber99sbildn-obc", "none", 300, 0.3, 6, 50),
    HEXAALANINE("AAAAAA", "amber14-obc1", "2.0", 310, 0.3, 6, 100),
    CHIGNOLIN("GYDPETGTWG", "amber14-obc1", "2.0", 310, 0.3, 4, 1000),
    CAPPED_PENTAALANINE("Ace-AAAAA-Nme", "amber99sbildn-obc", "none", 300, 0.3, 6, 100),
    ELIL("ELIL", "amber99sbildn-obc", "none", 300, 0.3, 6, 100);

    private static final int LADDERS = 32;
    private static final double HOTTEST_KELVIN = 700; // crossings of φ > 0 take tens of ps there
    private static final double SPACING_PS = 1;
    private static final double PLAIN_STEP_PS = 0.001;
    private static final int QUICK_FRAMES = 1000;
    private static final double QUICK_EQUILIBRATION_PS = 2;

    /** Frames of the training set unless asked for otherwise, as many as are published. */
    public static final int FRAMES = 100_000;

    private final String peptide;
    private final String forceField;
    private final String cutoff;
    private final double kelvin;
    private final double frictionPerPs;
    private final int coldRungs;
    private final double equilibrationPs;

    BenchmarkSystem(
            String peptide,
            String forceField,
            String cutoff,
            double kelvin,
            double frictionPerPs,
            int coldRungs,
            double equilibrationPs) {
        this.peptide = peptide;
        this.forceField = forceField;
        this.cutoff = cutoff;
        this.kelvin = kelvin;
        this.frictionPerPs = frictionPerPs;
        this.coldRungs = coldRungs;
        this.equilibrationPs = equilibrationPs;
    }

    /** @throws BadInput if the name is not that of a benchmark, with the names there are */
    public static BenchmarkSystem of(String peptide) {
        return Arrays.stream(values())
                .filter(system -> system.peptide.equalsIgnoreCase(peptide))
                .findFirst()
                .orElseThrow(() -> new BadInput("'" + peptide + "' is no benchmark system; there are " + names()
                        + ". For any other peptide use arbolt md"));
    }

    /** The names, in a row. */
    public static String names() {
        return Arrays.stream(values()).map(system -> system.peptide).collect(Collectors.joining(", "));
    }

    public String peptide() {
        return peptide;
    }

    /** Force field and temperature of the published data. */
    public MolecularSystem system() {
        return MolecularSystem.of(peptide, forceField, cutoff, null, kelvin);
    }

    /** The benchmark that a molecule is, in its force field and at its temperature; none where it is another. */
    public static Optional<BenchmarkSystem> matching(MolecularSystem other) {
        return Arrays.stream(values())
                .filter(benchmark -> benchmark.peptide.equals(other.peptide())
                        && benchmark.forceField.equals(other.forceField())
                        && other.system() == null
                        && Cutoff.parse(benchmark.cutoff).equals(Cutoff.parse(other.cutoff()))
                        && benchmark.kelvin == other.temperatureKelvin())
                .findFirst();
    }

    /** The dynamics that makes the training set. */
    public DynamicsPlan dynamics(int frames, boolean quick) {
        double equilibration = quick ? QUICK_EQUILIBRATION_PS : equilibrationPs;
        return new DynamicsPlan(
                        LADDERS,
                        DynamicsPlan.CHOSEN,
                        coldRungs,
                        HOTTEST_KELVIN,
                        equilibration,
                        quick ? 0.2 : SPACING_PS,
                        1,
                        frictionPerPs,
                        DynamicsPlan.TIME_STEP_PS,
                        DynamicsPlan.HYDROGEN_MASS,
                        DynamicsPlan.TURNS)
                .withFrames(frames);
    }

    /**
     * The same without what makes it fast: steps of 1 fs, hydrogens of their own mass, and one turn of the backbone and
     * one of side chains before an exchange.
     */
    public DynamicsPlan plainDynamics(int frames, boolean quick) {
        return dynamics(frames, quick).moving(PLAIN_STEP_PS, 0, 1);
    }

    /** Frames of the training set where none are asked for. */
    public static int frames(boolean quick) {
        return quick ? QUICK_FRAMES : FRAMES;
    }
}
