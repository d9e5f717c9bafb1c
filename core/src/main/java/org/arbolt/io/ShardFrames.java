package org.arbolt.io;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;

/** The frames of one peptide in a shard of many. */
final class ShardFrames implements FrameSource {
  private final Path path;
  private final PeptideShard shard;
  private final int atoms;
  private final int[] chosen; // frames of the shard
  private int read;

  private ShardFrames(Path path, PeptideShard shard, String sequence, int atoms) {
    this.path = path;
    this.shard = shard;
    this.atoms = atoms;
    chosen = IntStream.range(0, shard.count()).filter(i -> shard.sequence(i).equals(sequence)).toArray();
    if (chosen.length == 0) {
      throw new BadInput(path + ": has no frame of " + sequence + "; give a shard of that peptide");
    }
  }

  /** Opens a shard. @throws BadInput if it is damaged or has no frame of the peptide */
  static ShardFrames open(Path path, String sequence, int atoms) {
    PeptideShard shard = PeptideShard.open(path);
    try {
      return new ShardFrames(path, shard, sequence, atoms);
    } catch (RuntimeException e) {
      shard.close();
      throw e;
    }
  }

  @Override
  public int atoms() {
    return atoms;
  }

  @Override
  public long count() {
    return chosen.length;
  }

  @Override
  public Frames next(int most) {
    Frames frames = Frames.allocate(Math.min(most, chosen.length - read), atoms);
    for (int f = 0; f < frames.count(); f++, read++) {
      float[] xyz = shard.xyz(chosen[read]);
      if (xyz.length != 3 * atoms) {
        throw new BadInput(path + ": a frame of " + shard.sequence(chosen[read]) + " has " + xyz.length / 3
            + " atoms, the topology has " + atoms + "; give the shard's own PDB");
      }
      for (int i = 0; i < xyz.length; i++) {
        frames.xyz()[f * xyz.length + i] = xyz[i];
      }
    }
    return frames;
  }

  @Override
  public void close() {
    shard.close();
  }
}
