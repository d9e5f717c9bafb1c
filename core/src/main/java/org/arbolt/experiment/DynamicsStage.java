package org.arbolt.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbolt.Progress;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.LangevinSettings;
import org.arbolt.dynamics.Minimiser;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.dynamics.ReplicaExchangeConfig;
import org.arbolt.dynamics.TorsionMoves;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.NpyArray;
import org.arbolt.io.Npz;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;

/**
 * Makes a trajectory by replica exchange with turns about backbone bonds. Every half minute all there is, frames and the state of the dynamics, is put in one
 * file beside the result, from which a killed run goes on to the bit.
 */
final class DynamicsStage {
  private static final double SAVE_INTERVAL_SECONDS = 30;
  private static final double TOLERANCE = 10; // kJ/mol/nm: no clashes left, dynamics does the rest
  private static final int MOST_STEPS = 5000;

  private final Potential dynamics;
  private final Potential exact;
  private final Molecule molecule;

  /**
   * @param molecule what to simulate, from its start structure
   * @param dynamics moves the molecule, may be of single precision
   * @param exact gives the energies that are written
   */
  DynamicsStage(Molecule molecule, Potential dynamics, Potential exact) {
    this.molecule = molecule;
    this.dynamics = dynamics;
    this.exact = exact;
  }

  /**
   * Runs the dynamics of a plan, or goes on with it, and writes the trajectory.
   *
   * @param file where the trajectory goes
   * @return energies evaluated by this process
   */
  long run(Path file, DynamicsPlan plan, double temperatureKelvin, Seed seed, Progress progress) {
    ReplicaExchangeConfig config = config(plan, temperatureKelvin, seed);
    Path saved = file.resolveSibling(file.getFileName() + ".unfinished.npz");
    Recording recording = new Recording(molecule.topology().atomCount());
    ReplicaExchange exchange = Files.exists(saved) ? resume(saved, config, recording) : start(config);
    long before = exchange.exchanges();
    advance(exchange, recording, saved, progress);
    Frames frames = recording.frames();
    new Trajectory(frames, exact.evaluate(frames, false).total(), recording.ladders()).write(file);
    deleteQuietly(saved);
    long steps = (exchange.exchanges() - before) * config.schedule().stepsBetweenExchanges();
    return steps * config.replicas() + frames.count();
  }

  private ReplicaExchangeConfig config(DynamicsPlan plan, double temperatureKelvin, Seed seed) {
    int stepsBetweenExchanges = (int) Math.round(DynamicsPlan.EXCHANGE_PS / DynamicsPlan.TIME_STEP_PS);
    int exchangesBetweenFrames = (int) Math.round(plan.spacingPs() / DynamicsPlan.EXCHANGE_PS);
    long equilibration = Math.round(plan.equilibrationPs() / DynamicsPlan.EXCHANGE_PS);
    return new ReplicaExchangeConfig(
        Ladder.geometric(temperatureKelvin, plan.hottestKelvin(), plan.rungs()).withColdRungs(plan.coldRungs()),
        plan.ladders(),
        new LangevinSettings(DynamicsPlan.TIME_STEP_PS, DynamicsPlan.FRICTION_PER_PS, true),
        new ReplicaExchangeConfig.Schedule(
            stepsBetweenExchanges, exchangesBetweenFrames, equilibration, plan.framesPerRung()),
        TorsionMoves.backbone(molecule.topology()),
        seed);
  }

  private ReplicaExchange start(ReplicaExchangeConfig config) {
    Frames built = new Frames(molecule.topology().atomCount(), molecule.xyz());
    Frames start = Minimiser.minimise(dynamics, built, TOLERANCE, MOST_STEPS).frames();
    return ReplicaExchange.start(dynamics, start, config);
  }

  private ReplicaExchange resume(Path saved, ReplicaExchangeConfig config, Recording recording) {
    Map<String, NpyArray> arrays = Npz.read(saved);
    recording.add(Trajectory.of(saved, arrays, molecule.topology().atomCount()));
    return ReplicaExchange.resume(dynamics, config, (byte[]) arrays.get("state").data());
  }

  private void advance(ReplicaExchange exchange, Recording recording, Path saved, Progress progress) {
    int threads = Runtime.getRuntime().availableProcessors();
    long lastSave = System.nanoTime();
    while (!exchange.finished()) {
      exchange.advance(20, threads, (ladder, rung, step, xyz, energy) -> recording.add(ladder, xyz), progress);
      if ((System.nanoTime() - lastSave) * 1e-9 > SAVE_INTERVAL_SECONDS && !exchange.finished()) {
        save(exchange, recording, saved);
        lastSave = System.nanoTime();
      }
    }
  }

  private static void save(ReplicaExchange exchange, Recording recording, Path saved) {
    int count = recording.ladders.size();
    Map<String, NpyArray> arrays =
        new Trajectory(recording.frames(), new double[count], recording.ladders()).arrays();
    byte[] state = exchange.state();
    arrays.put("state", NpyArray.of(state, state.length));
    Npz.write(saved, arrays);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The frames so far, rounded to float32 as the file will hold them. */
  private static final class Recording {
    private final int atoms;
    private final List<float[]> positions = new ArrayList<>(); // [F] of [A][3], nm
    private final List<Integer> ladders = new ArrayList<>(); // [F]

    Recording(int atoms) {
      this.atoms = atoms;
    }

    void add(int ladder, double[] xyz) {
      float[] single = new float[xyz.length];
      for (int i = 0; i < xyz.length; i++) {
        single[i] = (float) xyz[i];
      }
      positions.add(single);
      ladders.add(ladder);
    }

    void add(Trajectory part) {
      for (int f = 0; f < part.count(); f++) {
        add(part.ladder()[f], part.frames().slice(f, f + 1).xyz());
      }
    }

    Frames frames() {
      Frames all = Frames.allocate(positions.size(), atoms);
      int at = 0;
      for (float[] frame : positions) {
        for (float value : frame) {
          all.xyz()[at++] = value;
        }
      }
      return all;
    }

    int[] ladders() {
      return ladders.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
