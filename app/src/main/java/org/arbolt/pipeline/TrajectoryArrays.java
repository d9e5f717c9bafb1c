package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.dynamics.ExchangeCounts;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.PositionArrays;
import org.arbolt.molecule.Frames;

/** Trajectories, and how replicas moved in them, as the arrays of a file. */
final class TrajectoryArrays {
    private static final int MOST_NUMBER = 1_000_000;
    private static final String[] EXCHANGES = {
        "temperatures", "acceptance", "turn_acceptance", "round_trips", "cold_rungs", "spacing_ps"
    };

    private TrajectoryArrays() {}

    /** {@code positions} [F,A,3] float32 nm, {@code energy} [F] kJ/mol, {@code ladder} [F], {@code walker} [F]. */
    static Map<String, NpyArray> of(Trajectory trajectory) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", PositionArrays.toArray(trajectory.frames()));
        arrays.put("energy", NpyArray.of(trajectory.energy()));
        arrays.put("ladder", NpyArray.of(trajectory.ladder()));
        arrays.put("walker", NpyArray.of(trajectory.walker()));
        return arrays;
    }

    /** The same with the record of the exchanges. */
    static Map<String, NpyArray> of(Trajectory trajectory, ExchangeRecord exchanges) {
        Map<String, NpyArray> arrays = of(trajectory);
        arrays.putAll(of(exchanges));
        return arrays;
    }

    /** The record of the exchanges alone. */
    static Map<String, NpyArray> of(ExchangeRecord exchanges) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("temperatures", NpyArray.of(exchanges.temperaturesKelvin()));
        arrays.put("acceptance", NpyArray.of(exchanges.acceptance()));
        arrays.put("turn_acceptance", NpyArray.of(new double[] {exchanges.turnAcceptance()}));
        arrays.put("round_trips", NpyArray.of(new long[] {exchanges.roundTrips()}));
        arrays.put("cold_rungs", NpyArray.of(new long[] {exchanges.coldRungs()}));
        arrays.put("spacing_ps", NpyArray.of(new double[] {exchanges.spacingPs()}));
        return arrays;
    }

    /** Of a part of the ladders: the counts of its exchanges instead of their shares, for they add up. */
    static Map<String, NpyArray> ofPart(Trajectory trajectory, Ladder ladder, double spacingPs, ExchangeCounts counts) {
        Map<String, NpyArray> arrays = of(trajectory);
        arrays.put("temperatures", NpyArray.of(ladder.temperaturesKelvin()));
        arrays.put("spacing_ps", NpyArray.of(new double[] {spacingPs}));
        arrays.put("attempts", NpyArray.of(counts.attempts()));
        arrays.put("accepted", NpyArray.of(counts.accepted()));
        arrays.put("turns", NpyArray.of(new long[] {counts.turns(), counts.turnTrials(), counts.roundTrips()}));
        return arrays;
    }

    /** How often replicas of a part moved. @throws BadInput if the file does not say */
    static ExchangeCounts counts(Path file) {
        try {
            long[] turns = Npz.read(file, "turns").toLongs();
            return new ExchangeCounts(
                    Npz.read(file, "attempts").toLongs(),
                    Npz.read(file, "accepted").toLongs(),
                    turns[0],
                    turns[1],
                    turns[2]);
        } catch (IllegalStateException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new BadInput(
                    file + ": the counts of exchanges are damaged; delete the file and compute the part again", e);
        }
    }

    /**
     * Reads the trajectory of a file.
     *
     * @throws BadInput if the file is damaged or of a molecule with another number of atoms
     */
    static Trajectory read(Path file, int atoms) {
        return trajectory(file, Npz.read(file), atoms);
    }

    static Trajectory trajectory(Path file, Map<String, NpyArray> arrays, int atoms) {
        for (String name : new String[] {"positions", "energy", "ladder"}) {
            if (!arrays.containsKey(name)) {
                throw new BadInput(file + " has no array " + name
                        + "; it is no trajectory of arbolt md, delete it or name another");
            }
        }
        Frames frames = PositionArrays.fromArray(file, arrays.get("positions"), atoms);
        double[] energy = arrays.get("energy").toDoubles();
        int[] ladder = numbers(file, arrays.get("ladder"), "ladder");
        int[] walker = arrays.containsKey("walker") // files of older versions have none
                ? numbers(file, arrays.get("walker"), "walker")
                : Trajectory.unknownWalkers(frames.count());
        if (energy.length != frames.count() || ladder.length != frames.count() || walker.length != frames.count()) {
            throw new BadInput(file + ": " + frames.count() + " frames but " + energy.length + " energies, "
                    + ladder.length + " ladder numbers and " + walker.length
                    + " walker numbers; the file is damaged, delete it and run again");
        }
        return new Trajectory(frames, energy, ladder, walker);
    }

    static int[] numbers(Path file, NpyArray array, String name) {
        try {
            int[] numbers =
                    Arrays.stream(array.toLongs()).mapToInt(Math::toIntExact).toArray();
            if (Arrays.stream(numbers).allMatch(n -> n >= Trajectory.UNKNOWN && n <= MOST_NUMBER)) {
                return numbers;
            }
        } catch (ArithmeticException | IllegalStateException e) {
            // Told below, like numbers out of range.
        }
        throw new BadInput(
                file + ": the array " + name + " holds no numbers of " + name + "s; delete the file and run again");
    }

    /** How replicas moved. @throws BadInput if the arrays do not say */
    static ExchangeRecord exchanges(Path file, Map<String, NpyArray> arrays) {
        for (String name : EXCHANGES) {
            if (!arrays.containsKey(name)) {
                throw new BadInput(
                        file + " has no array " + name + "; it is of an older version, delete it and run again");
            }
        }
        try {
            return new ExchangeRecord(
                    arrays.get("temperatures").toDoubles(),
                    arrays.get("acceptance").toDoubles(),
                    arrays.get("turn_acceptance").toDoubles()[0],
                    arrays.get("round_trips").toLongs()[0],
                    Math.toIntExact(arrays.get("cold_rungs").toLongs()[0]),
                    arrays.get("spacing_ps").toDoubles()[0]);
        } catch (IllegalStateException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            throw new BadInput(file + ": the record of exchanges is damaged; delete the file and run again", e);
        }
    }
}
