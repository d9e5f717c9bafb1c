package org.arbolt.dynamics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.arbolt.BadInput;

/**
 * What a replica-exchange run is in at a moment. Bytes: magic, what run it is of, the state, CRC-32 of all before.
 *
 * @param exchanges exchanges done
 * @param x positions [R][3A], nm
 * @param v velocities [R][3A], nm/ps
 * @param replicaAt [D][K], replica at each rung
 * @param dice [D], position of each ladder's random stream
 * @param statistics counters
 */
record RunState(long exchanges, double[] x, double[] v, int[] replicaAt, long[] dice, ExchangeStatistics statistics) {
    private static final long MAGIC = 0x4152425245583033L; // "ARBREX03"

    byte[] encode(int atoms, ReplicaExchangeConfig config) {
        ByteBuffer out = ByteBuffer.allocate(length(atoms, config));
        out.put(identity(atoms, config)).putLong(exchanges);
        for (double value : x) {
            out.putDouble(value);
        }
        for (double value : v) {
            out.putDouble(value);
        }
        for (int replica : replicaAt) {
            out.putInt(replica);
        }
        for (long position : dice) {
            out.putLong(position);
        }
        statistics.write(out);
        out.putLong(checksum(out.array()));
        return out.array();
    }

    static RunState decode(byte[] bytes, int atoms, ReplicaExchangeConfig config) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        requireSameRun(in, atoms, config);
        if (bytes.length != length(atoms, config) || in.getLong(bytes.length - 8) != checksum(bytes)) {
            throw new BadInput("state of the dynamics is damaged (" + bytes.length
                    + " bytes, checksum does not match); " + "delete it to start again");
        }
        long exchanges = in.getLong();
        double[] x = new double[config.replicas() * 3 * atoms];
        in.asDoubleBuffer().get(x);
        double[] v = new double[x.length];
        in.position(in.position() + 8 * x.length).asDoubleBuffer().get(v);
        int[] replicaAt = new int[config.replicas()];
        in.position(in.position() + 8 * v.length).asIntBuffer().get(replicaAt);
        long[] dice = new long[config.ladders()];
        in.position(in.position() + 4 * replicaAt.length).asLongBuffer().get(dice);
        in.position(in.position() + 8 * dice.length);
        ExchangeStatistics statistics = new ExchangeStatistics(config.ladder(), config.replicas());
        statistics.read(in);
        return new RunState(exchanges, x, v, replicaAt, dice, statistics);
    }

    private static void requireSameRun(ByteBuffer in, int atoms, ReplicaExchangeConfig config) {
        byte[] expected = identity(atoms, config);
        byte[] found = new byte[expected.length];
        try {
            in.get(found);
        } catch (BufferUnderflowException e) {
            throw new BadInput(
                    "state of the dynamics is cut short (" + in.capacity() + " bytes); delete it to start again", e);
        }
        if (ByteBuffer.wrap(found).getLong() != MAGIC) {
            throw new BadInput(
                    "state of the dynamics was written by another version of arbolt; delete it to start again");
        }
        if (!Arrays.equals(expected, found)) {
            throw new BadInput(
                    "state of the dynamics belongs to a run with other settings; use those, or another folder");
        }
    }

    /**
     * Magic and all settings that the trajectory depends on: all but the number of frames, which may be raised later.
     */
    private static byte[] identity(int atoms, ReplicaExchangeConfig config) {
        double[] temperatures = config.ladder().temperaturesKelvin();
        ByteBuffer out = ByteBuffer.allocate(identityLength(config));
        out.putLong(MAGIC).putInt(atoms).putInt(config.ladders()).putInt(temperatures.length);
        for (double temperature : temperatures) {
            out.putDouble(temperature);
        }
        out.putDouble(config.dynamics().timeStepPs())
                .putDouble(config.dynamics().frictionPerPs());
        out.put((byte) (config.dynamics().recentre() ? 1 : 0));
        out.putInt(config.schedule().stepsBetweenExchanges())
                .putInt(config.schedule().exchangesBetweenFrames());
        out.putLong(config.schedule().equilibrationExchanges())
                .putLong(config.seed().value());
        out.putInt(config.moves().count()).putInt(config.moves().trials());
        if (config.dynamics().leastMass() > 0) {
            out.putDouble(config.dynamics().leastMass());
        }
        return out.array();
    }

    private static int identityLength(ReplicaExchangeConfig config) {
        int rungs = config.ladder().rungs();
        return 8
                + 3 * 4
                + 8 * rungs
                + 2 * 8
                + 1
                + 2 * 4
                + 2 * 8
                + 2 * 4
                + (config.dynamics().leastMass() > 0 ? 8 : 0);
    }

    private static int length(int atoms, ReplicaExchangeConfig config) {
        int replicas = config.replicas();
        int rungs = config.ladder().rungs();
        long body = 8 + 2L * 8 * 3 * atoms * replicas + 4L * replicas + 8L * config.ladders();
        return Math.toIntExact(identityLength(config) + body + ExchangeStatistics.bytes(rungs, replicas) + 8);
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 8);
        return crc.getValue();
    }
}
