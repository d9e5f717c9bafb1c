package org.arbolt.run;

import java.util.Set;

/** Names of the files in a run's folder (docs/architecture.md, "Run folder"). */
public final class RunFiles {
    /** What identifies the run. */
    public static final String CONFIG = "config.yaml";

    /** What was run and what it cost. */
    public static final String RECORD = "run.json";

    /** Atoms in the order of every array, start structure. */
    public static final String TOPOLOGY = "topology.pdb";

    /** Copies of the files that a run began with. */
    public static final String STRUCTURE = "structure.pdb";

    public static final String SYSTEM = "system.xml";

    /** The structure whose geometry held atoms keep. */
    public static final String LIKE = "like.pdb";

    /** What a run has before anything of it is done. */
    static final Set<String> BEGINNING = Set.of(CONFIG, RECORD, TOPOLOGY, STRUCTURE, SYSTEM, LIKE);

    /** Frames of {@code arbolt md}; with another ending for other programs. */
    public static final String TRAJECTORY = "trajectory.npz";

    /** Frames that samples are compared with. */
    public static final String REFERENCE = "reference.npz";

    /** Frames that a model is trained on. */
    public static final String TRAINING = "training.npz";

    public static final String METRICS = "metrics.jsonl";

    public static final String MODEL = "model.safetensors";

    public static final String SAMPLES = "samples.npz";

    /** Folder of what is drawn so far. */
    public static final String UNFINISHED_SAMPLES = "samples.unfinished";

    public static final String SAMPLES_FOR_VIEWERS = "samples.dcd";

    public static final String CONVERGENCE = "convergence.json";

    /** Of {@code arbolt data}. */
    public static final String DATA = "data.json";

    /** Of peptides held out. */
    public static final String TRANSFER = "transfer.json";

    /** Of {@code arbolt improve}; each round has a folder in {@link #ROUNDS}. */
    public static final String IMPROVEMENT = "improvement.json";

    public static final String ROUNDS = "rounds";

    /** Weighted samples of a round that it trains on. */
    public static final String REPLAY = "replay.npz";

    /** Samples of a round that choose which step it leaves. */
    public static final String JUDGING = "judging.npz";

    /** The result in numbers (docs/evaluation.md). */
    public static final String EVALUATION = "metrics.json";

    /** Distances from the reference, for evaluations that would find the same. */
    public static final String COMPARISON = "comparison.json";

    /** Representatives of clusters of the weighted ensemble, a model each. */
    public static final String CLUSTERS = "clusters.pdb";

    /** What sequential Monte Carlo did. */
    public static final String SMC = "smc.json";

    /** Where annealing is. */
    public static final String UNFINISHED_ANNEALING = "anneal.unfinished.npz";

    /** What annealing did. */
    public static final String ANNEALING = "anneal.json";

    /** What Markov chains did. */
    public static final String CHAINS = "chain.json";

    /** Profiles of variables. */
    public static final String PROFILES = "profiles.npz";

    public static final String REPORT = "report.html";

    /** Of {@code arbolt energy --part}. */
    public static final String ENERGIES = "energies.npz";

    /** Of {@code arbolt screen}: what is found of every peptide, as numbers and as a page. */
    public static final String SCREEN = "screen.json";

    public static final String SCREEN_PAGE = "screen.html";

    /** What is found of the peptide whose folder it is. */
    public static final String SCREENED = "screened.json";

    /** What a part of a run has in place of a file of the whole, e.g. {@code samples.part.npz}. */
    public static String part(String file) {
        return file.replaceFirst("\\.(npz|json)$", ".part.$1");
    }

    private RunFiles() {}
}
