package org.arbolt.pipeline;

import org.arbolt.SettingBounds;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.LangevinSettings;
import org.arbolt.dynamics.ReplicaExchangeConfig;

/**
 * Replica-exchange dynamics of a run: many independent temperature ladders side by side, frames from the lowest rung.
 * What {@link ReplicaExchangeConfig}, {@link Ladder} and {@link LangevinSettings} bound is bounded there.
 *
 * @param ladders independent ladders, the unit of error bars
 * @param rungs different temperatures per ladder; 1 is plain Langevin dynamics, {@link #CHOSEN} as many as let
 *     neighbours exchange often enough
 * @param coldRungs replicas of a ladder at the lowest temperature, all of which give frames
 * @param hottestKelvin temperature of the last rung, K
 * @param equilibrationPs simulated time before frames are kept, ps; whole exchange intervals of 0.1 ps
 * @param spacingPs simulated time between frames, ps; whole exchange intervals of 0.1 ps
 * @param framesPerRung frames kept of each cold rung of each ladder
 * @param frictionPerPs friction of the thermostat, 1/ps
 * @param timeStepPs time step, ps, of which {@link #EXCHANGE_PS} is a whole multiple
 * @param leastMass mass that hydrogens move with, amu; 0 for their own
 * @param turns trials of turns about bonds of the backbone, and of side chains, between attempts to exchange: as many
 *     as there are bonds, but not more than this
 */
public record DynamicsPlan(
        int ladders,
        int rungs,
        int coldRungs,
        double hottestKelvin,
        double equilibrationPs,
        double spacingPs,
        int framesPerRung,
        double frictionPerPs,
        double timeStepPs,
        double leastMass,
        int turns) {
    /** Number of rungs that says: choose from the acceptance. */
    public static final int CHOSEN = 0;

    /** Time step where nothing else is said, ps, with hydrogens of {@link #HYDROGEN_MASS}; bonds are flexible. */
    public static final double TIME_STEP_PS = 0.0025;

    /** Mass that hydrogens move with, amu: positions have the same distribution, and steps can be longer. */
    public static final double HYDROGEN_MASS = 10;

    /**
     * Time step that is good enough for training data, ps: the spread of the stiffest bonds is a per cent too large,
     * which the weights of samples correct (docs/lab-notes/model.md).
     */
    static final double TRAINING_STEP_PS = 0.004;

    /** Turns where nothing else is said: at most 24 energies beside the 25 or 40 of the steps in between. */
    public static final int TURNS = 12;

    /** Simulated time between attempts to exchange neighbours, ps. */
    static final double EXCHANGE_PS = 0.1;

    private static final double EXCHANGES_PER_PS = 10;
    private static final double ROUNDING = 1e-12; // relative, of doubles
    private static final long MOST_FRAMES = 10_000_000; // of a molecule of 70 atoms they fill an array
    private static final int MOST_TURNS = 1000;
    private static final double FRICTION_PER_PS = 1.0; // as in the published data of Ace-A-Nme

    /** With the friction of the published data of Ace-A-Nme, 1/ps, the usual steps and masses. */
    public DynamicsPlan(
            int ladders,
            int rungs,
            int coldRungs,
            double hottestKelvin,
            double equilibrationPs,
            double spacingPs,
            int framesPerRung) {
        this(
                ladders,
                rungs,
                coldRungs,
                hottestKelvin,
                equilibrationPs,
                spacingPs,
                framesPerRung,
                FRICTION_PER_PS,
                TIME_STEP_PS,
                HYDROGEN_MASS,
                TURNS);
    }

    public DynamicsPlan {
        if (rungs != CHOSEN) {
            Ladder.requireRungs(rungs);
        }
        Ladder.requireColdRungs(coldRungs);
        ReplicaExchangeConfig.requireReplicas(ladders, Math.max(1, rungs) + coldRungs - 1);
        SettingBounds.temperature(hottestKelvin, "temperature of the hottest rung");
        SettingBounds.between(0, 1e9, equilibrationPs, "equilibration (ps)");
        SettingBounds.between(EXCHANGE_PS, 1e6, spacingPs, "frame spacing (ps)");
        requireWholeExchanges(equilibrationPs, "equilibration (ps)");
        requireWholeExchanges(spacingPs, "frame spacing (ps)");
        ReplicaExchangeConfig.Schedule.requireFramesPerRung(framesPerRung);
        langevin(timeStepPs, frictionPerPs, leastMass);
        SettingBounds.between(0, MOST_TURNS, turns, "turns");
        SettingBounds.require(
                Math.abs(EXCHANGE_PS / timeStepPs - Math.round(EXCHANGE_PS / timeStepPs)) < 1e-9,
                "time step (ps)",
                "a whole fraction of " + EXCHANGE_PS + ", the time between exchanges",
                timeStepPs);
        SettingBounds.between(1, MOST_FRAMES, (long) ladders * coldRungs * framesPerRung, "frames in all");
    }

    private static LangevinSettings langevin(double timeStepPs, double frictionPerPs, double leastMass) {
        return new LangevinSettings(timeStepPs, frictionPerPs, true, leastMass).requireThermostat();
    }

    /** How the molecule is moved. */
    LangevinSettings langevin() {
        return langevin(timeStepPs, frictionPerPs, leastMass);
    }

    /** Time that is simulated where so much is asked for, ps: the nearest whole number of exchange intervals. */
    private static double wholeExchanges(double timePs) {
        return Math.round(timePs / EXCHANGE_PS) / EXCHANGES_PER_PS;
    }

    private static void requireWholeExchanges(double timePs, String name) {
        double below = Math.floor(timePs / EXCHANGE_PS) / EXCHANGES_PER_PS;
        SettingBounds.require(
                Math.abs(timePs - wholeExchanges(timePs)) <= ROUNDING * timePs,
                name,
                "a multiple of " + EXCHANGE_PS + ", such as " + below + " or "
                        + (Math.round(below * EXCHANGES_PER_PS) + 1) / EXCHANGES_PER_PS,
                timePs);
    }

    /** Frames in all. */
    public long frames() {
        return (long) ladders * coldRungs * framesPerRung;
    }

    /** The same with the steps of training data. */
    DynamicsPlan forTraining() {
        return moving(TRAINING_STEP_PS, HYDROGEN_MASS, turns);
    }

    /** The same with other time steps (ps), masses of hydrogens (amu; 0 for their own) and turns. */
    public DynamicsPlan moving(double otherStepPs, double otherMass, int otherTurns) {
        return new DynamicsPlan(
                ladders,
                rungs,
                coldRungs,
                hottestKelvin,
                equilibrationPs,
                spacingPs,
                framesPerRung,
                frictionPerPs,
                otherStepPs,
                otherMass,
                otherTurns);
    }

    /** Time that a replica is simulated, ps. */
    double simulatedPs() {
        return equilibrationPs + framesPerRung * spacingPs;
    }

    /** The same of another length. */
    DynamicsPlan lasting(double equilibration, double spacing, int frames) {
        return new DynamicsPlan(
                ladders,
                rungs,
                coldRungs,
                hottestKelvin,
                equilibration,
                spacing,
                frames,
                frictionPerPs,
                timeStepPs,
                leastMass,
                turns);
    }

    /** The same with at least so many frames in all. */
    public DynamicsPlan withFrames(long frames) {
        SettingBounds.between(1, MOST_FRAMES, frames, "frames");
        return lasting(equilibrationPs, spacingPs, (int) Math.ceilDiv(frames, (long) ladders * coldRungs));
    }
}
