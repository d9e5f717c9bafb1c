package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.dynamics.ExchangeCounts;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.Ladder;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.numpy.NpzWriter;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.io.trajectory.PositionArrays;
import org.arbolt.molecule.Frames;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;

/**
 * The ladders of all parts as those of one run. A trajectory has the frames of one moment after those of the one
 * before, ladder by ladder; so all parts are read side by side, and positions of one moment are in memory at a time.
 */
final class TrajectoryMerge {
    private final PartFolders parts;
    private final String file; // in each part's folder
    private final DynamicsPlan plan;
    private final int atoms;
    private final double[] energy; // [F], kJ/mol
    private final int[] ladder; // [F]
    private final int[] walker; // [F]

    /**
     * @param file the trajectory of the whole
     * @param plan what made it
     */
    TrajectoryMerge(PartFolders parts, String file, DynamicsPlan plan, int atoms) {
        this.parts = parts;
        this.file = RunFiles.part(file);
        this.plan = plan;
        this.atoms = atoms;
        int frames = Math.toIntExact(plan.frames());
        energy = new double[frames];
        ladder = new int[frames];
        walker = new int[frames];
    }

    void write(Path output, Progress progress) {
        ExchangeRecord exchanges = exchanges();
        for (int i = 0; i < parts.count(); i++) {
            takeNumbers(i);
        }
        try (NpzWriter out = NpzWriter.create(output)) {
            writePositions(out.begin("positions", new float[0], energy.length, atoms, 3), progress);
            out.put("energy", NpyArray.of(energy));
            out.put("ladder", NpyArray.of(ladder));
            out.put("walker", NpyArray.of(walker));
            TrajectoryArrays.of(exchanges).forEach(out::put);
            out.commit();
        }
    }

    private ExchangeRecord exchanges() {
        double[] temperatures = temperatures(0);
        ExchangeCounts sum = TrajectoryArrays.counts(file(0));
        for (int i = 1; i < parts.count(); i++) {
            if (!Arrays.equals(temperatures(i), temperatures)) {
                throw new BadInput(file(i) + " has the temperatures " + new Ladder(temperatures(i)) + ", " + file(0)
                        + " has " + new Ladder(temperatures)
                        + ": the pilot runs that chose them ran on processors of different vectors; give --rungs,"
                        + " and compute the parts again");
            }
            sum = sum.plus(TrajectoryArrays.counts(file(i)));
        }
        double spacing = Npz.read(file(0), "spacing_ps").toDoubles()[0];
        return ExchangeRecord.of(new Ladder(temperatures), spacing, sum);
    }

    private double[] temperatures(int number) {
        return Npz.read(file(number), "temperatures").toDoubles();
    }

    /** Energies, ladders and walkers of a part at the places that its frames have in the whole. */
    private void takeNumbers(int number) {
        Part part = parts.part(number);
        Path from = file(number);
        double[] energies = Npz.read(from, "energy").toDoubles();
        int[] ladders = TrajectoryArrays.numbers(from, Npz.read(from, "ladder"), "ladder");
        int[] walkers = TrajectoryArrays.numbers(from, Npz.read(from, "walker"), "walker");
        int wanted = atATime(part) * plan.framesPerRung();
        boolean ours = Arrays.stream(ladders).allMatch(l -> l >= part.first() && l < part.first() + part.count());
        if (energies.length != wanted || ladders.length != wanted || walkers.length != wanted || !ours) {
            throw damaged(number);
        }
        int here = atATime(part);
        int offset = (int) part.first() * plan.coldRungs();
        for (int moment = 0; moment < plan.framesPerRung(); moment++) {
            int at = moment * plan.ladders() * plan.coldRungs() + offset;
            System.arraycopy(energies, moment * here, energy, at, here);
            System.arraycopy(ladders, moment * here, ladder, at, here);
            System.arraycopy(walkers, moment * here, walker, at, here);
        }
    }

    private void writePositions(NpzWriter.Column positions, Progress progress) {
        List<FrameSource> sources = new ArrayList<>();
        try {
            for (int i = 0; i < parts.count(); i++) {
                sources.add(PositionArrays.stream(file(i), atoms));
                if (sources.get(i).count() != (long) atATime(parts.part(i)) * plan.framesPerRung()) {
                    throw damaged(i);
                }
            }
            for (int moment = 0; moment < plan.framesPerRung(); moment++) {
                for (int i = 0; i < parts.count(); i++) {
                    Frames next = sources.get(i).next(atATime(parts.part(i)));
                    positions.append(PositionArrays.toArray(next).data());
                }
                progress.report(moment + 1, plan.framesPerRung(), "");
            }
        } finally {
            sources.forEach(FrameSource::close);
        }
    }

    /** Frames that a part has of one moment. */
    private int atATime(Part part) {
        return (int) part.count() * plan.coldRungs();
    }

    private BadInput damaged(int number) {
        Part part = parts.part(number);
        return new BadInput(file(number) + " does not hold " + plan.framesPerRung() + " frames of each of the "
                + plan.coldRungs() + " cold rungs of ladders " + part.first() + " to "
                + (part.first() + part.count() - 1)
                + "; the file is damaged, delete it and compute the part again");
    }

    private Path file(int number) {
        return parts.folder(number).resolve(file);
    }
}
