package org.arbolt.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.PeptideShards;
import org.arbolt.io.PublishedData;
import org.arbolt.model.Coordinates;
import org.arbolt.model.SharedInternals;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Peptide;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;
import org.arbolt.train.StreamedExamples;
import org.arbolt.units.Units;

/**
 * Frames of peptides in shards, read as they are needed: at most three buffers' worth is in memory. Every twentieth piece of the
 * shards is kept out of training. Frames to learn from get their energies only where the physics term asks for them.
 */
final class StreamedPeptides implements TransferData {
  private static final int PIECES = 16; // in a buffer, at least
  private static final int LEAST_PIECES = 64; // in all, where there are frames enough
  private static final int HELD_OUT_EVERY = 20;

  private final TransferConfig config;
  private final RunFolder folder;
  private final List<Topology> topologies;
  private final PeptideShards shards;
  private final int[] training; // pieces
  private final int[] heldOut;
  private final Map<Integer, Potential> potentials = new ConcurrentHashMap<>(); // of those that have been asked for

  /**
   * @param paths the shards
   * @param folder of the run
   */
  StreamedPeptides(List<Path> paths, TransferConfig config, RunFolder folder) {
    this.config = config;
    this.folder = folder;
    topologies = config.peptides().stream().map(name -> Peptide.build(name).topology()).toList();
    shards = PeptideShards.open(paths, topologies.stream().map(t -> PublishedData.peptide(paths, t)).toList());
    try {
      long frames = IntStream.range(0, topologies.size()).mapToLong(shards::frames).sum();
      shards.cut((int) Math.min(config.shuffleBuffer() / PIECES, frames / LEAST_PIECES));
      int every = Math.min(HELD_OUT_EVERY, shards.pieces());
      if (every < 2) {
        throw new BadInput(paths.getFirst() + " and what is with it have " + frames
            + " frames of the peptides, too few to hold some out; give more than 32");
      }
      training = IntStream.range(0, shards.pieces()).filter(i -> i % every != every - 1).toArray();
      heldOut = IntStream.range(0, shards.pieces()).filter(i -> i % every == every - 1).toArray();
    } catch (RuntimeException e) {
      shards.close();
      throw e;
    }
  }

  @Override
  public List<Topology> topologies() {
    return topologies;
  }

  @Override
  public SharedInternals.Passes frames() {
    return each -> Arrays.stream(training).forEach(piece ->
        StreamedExamples.ofEach(shards.read(piece), (molecule, rows, frames) -> each.accept(molecule, frames)));
  }

  @Override
  public Examples training(List<Coordinates> coordinates) {
    boolean energies = config.training().optimisation().dispersion() > 0;
    return new StreamedExamples(
        shards, training, coordinates, energies ? this::reducedEnergies : null, config.shuffleBuffer());
  }

  @Override
  public Examples heldOut(List<Coordinates> coordinates) {
    return new StreamedExamples(shards, heldOut, coordinates, this::reducedEnergies, config.shuffleBuffer());
  }

  private double[] reducedEnergies(int molecule, Frames frames) {
    Potential potential = potentials.computeIfAbsent(
        molecule, m -> config.system(config.peptides().get(m)).open(folder).exact());
    return Units.reduced(potential.energies(frames), config.temperatureKelvin());
  }

  @Override
  public void close() {
    shards.close();
  }
}
