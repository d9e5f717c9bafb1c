package org.arbolt.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.TrainedModel;
import org.arbolt.generator.TransferableModel;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.model.coordinates.CartesianCoordinates;
import org.arbolt.model.decoding.TokenSampler;
import org.arbolt.model.published.PublishedCheckpoint;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;

/**
 * Models between Arbolt and the published code: checkpoints in, state dicts out, and the logits by which both are
 * compared.
 */
public final class ModelConversion {
    private static final String SOURCE = "arbolt.imported";
    private static final int PORTION = 1 << 24; // logits at a time
    private static final byte[] ZIP = {'P', 'K'};

    private ModelConversion() {}

    /**
     * Makes a model file from a checkpoint of the published code.
     *
     * @param checkpoint what PyTorch wrote
     * @param output model file
     * @param known what the caller knows of the network
     * @param peptide whose model it is; null for a transferable one
     * @return what was found, a line each
     */
    public static List<String> importCheckpoint(
            Path checkpoint, Path output, PublishedCheckpoint.Known known, String peptide) {
        PublishedCheckpoint.Read read = PublishedCheckpoint.read(checkpoint, known);
        TransformerWeights network = read.network();
        Map<String, String> notes = Map.of(SOURCE, String.join("; ", read.sources()));
        boolean transferable = network.molecule() == null;
        if (transferable && peptide != null) {
            throw new BadInput(checkpoint + " is a model of any peptide; name none");
        }
        if (transferable) {
            CartesianCoordinates any = new CartesianCoordinates(1, read.scale(), read.cells(), false);
            new TransferableModel(any.describe(), network).save(output, Checkpoint.Storage.FLOAT32, notes);
        } else {
            CartesianCoordinates coordinates = ofOne(checkpoint, read, peptide);
            new TrainedModel(peptide, coordinates, network).save(output, Checkpoint.Storage.FLOAT32, notes);
        }
        return read.sources();
    }

    private static CartesianCoordinates ofOne(Path checkpoint, PublishedCheckpoint.Read read, String peptide) {
        if (peptide == null) {
            throw new BadInput(checkpoint
                    + " is a model of one molecule and does not say which; name its peptide, and give the scale");
        }
        int atoms = Peptide.topology(peptide).atomCount();
        if (3 * atoms != read.network().tokens()) {
            throw new BadInput(peptide + " has " + 3 * atoms + " coordinates, but the model in " + checkpoint + " has "
                    + read.network().tokens() + "; name the right peptide");
        }
        return new CartesianCoordinates(atoms, read.scale(), read.cells());
    }

    /**
     * Writes a model's weights under the published names.
     *
     * @param model a model file
     * @param prefix put before each name, often empty
     * @param output safetensors
     * @return number of tensors
     */
    public static int export(Path model, String prefix, Path output) {
        return Checkpoint.exportStateDict(output, Checkpoint.load(model).network(), prefix);
    }

    /**
     * Logits of given inputs.
     *
     * @param model a model file, or a checkpoint of the published code
     * @param tokensFile NPZ with {@code tokens} [B,T], the network's inputs, start token included
     * @param peptide the molecule, for a conditioned model; null otherwise
     * @param known what the caller knows of a checkpoint's network
     * @param output NPZ with {@code logits} [B,T,V], float32
     * @return what was found and done, a line each
     */
    public static List<String> logits(
            Path model,
            Path tokensFile,
            String peptide,
            PublishedCheckpoint.Known known,
            Path output,
            Progress progress) {
        NpyArray tokens = Npz.read(tokensFile, "tokens");
        if (!isPyTorch(model)) {
            TransformerWeights network = Checkpoint.load(model).network();
            return List.of(logits(network, model, tokens, tokensFile, peptide, output, progress));
        }
        PublishedCheckpoint.Read read = PublishedCheckpoint.read(model, known);
        List<String> lines = new ArrayList<>(read.sources());
        lines.add(logits(read.network(), model, tokens, tokensFile, peptide, output, progress));
        return lines;
    }

    private static String logits(
            TransformerWeights weights,
            Path model,
            NpyArray tokens,
            Path tokensFile,
            String peptide,
            Path output,
            Progress progress) {
        TransformerWeights network = told(weights, model, peptide);
        int bins = network.config().bins();
        requireTokens(tokens, tokensFile, network);
        int batch = (int) tokens.shape()[0];
        int positions = (int) tokens.shape()[1];
        long all = Math.multiplyExact((long) batch * positions, bins);
        if (all > Integer.MAX_VALUE - 8) {
            throw new BadInput(tokensFile + ": " + all + " logits are more than an array holds; give fewer rows");
        }
        float[] logits = new float[(int) all];
        int width = positions * bins;
        int rows = Math.clamp(PORTION / width, 1, batch);
        int[] flat = Arrays.stream(tokens.toLongs()).mapToInt(Math::toIntExact).toArray();
        try (TokenSampler sampler = TokenSampler.of(network, 1)) {
            for (int from = 0; from < batch; from += rows) {
                int to = Math.min(batch, from + rows);
                float[] values = sampler.logits(Arrays.copyOfRange(flat, from * positions, to * positions), positions);
                System.arraycopy(values, 0, logits, from * width, values.length);
                progress.report(to, batch, "");
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("logits", NpyArray.of(logits, batch, positions, bins));
        Npz.write(output, arrays);
        return "logits [" + batch + ", " + positions + ", " + bins + "]: " + output;
    }

    private static TransformerWeights told(TransformerWeights network, Path model, String peptide) {
        if (network.molecule() != null) {
            if (peptide != null) {
                throw new BadInput(model + " is a model of one molecule; name no peptide");
            }
            return network;
        }
        if (peptide == null) {
            throw new BadInput(model + " is a model of any peptide; say which");
        }
        Topology topology = Peptide.topology(peptide);
        CartesianCoordinates axes = CartesianCoordinates.transferable(
                topology.atomCount(), network.config().bins());
        try {
            return network.of(TokenLayout.of(
                    axes, topology, network.config().design().conditioning().vocabulary()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(peptide + " is beyond this model: " + e.getMessage() + "; take a smaller peptide", e);
        }
    }

    private static void requireTokens(NpyArray tokens, Path file, TransformerWeights network) {
        boolean integers =
                tokens.data() instanceof long[] || tokens.data() instanceof int[] || tokens.data() instanceof byte[];
        if (!integers || tokens.shape().length != 2 || tokens.size() == 0) {
            throw new BadInput(file + ": tokens must be integers of shape [B, T], have shape "
                    + Arrays.toString(tokens.shape()) + "; write them with numpy.savez(tokens=…)");
        }
        if (tokens.shape()[1] > network.tokens()) {
            throw new BadInput(file + ": sequences of " + tokens.shape()[1] + " tokens are longer than the molecule's "
                    + network.tokens() + "; give shorter ones or another peptide");
        }
        int bins = network.config().bins();
        for (long token : tokens.toLongs()) {
            if (token < 0 || token >= bins) {
                throw new BadInput(file + ": token " + token + " is none of 0 to " + (bins - 1)
                        + "; the file is for another model");
            }
        }
    }

    /** Whether a model file is what PyTorch writes. @throws BadInput if there is none */
    static boolean isPyTorch(Path model) {
        try (InputStream in = Files.newInputStream(model)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (NoSuchFileException e) {
            throw new BadInput("there is no model " + model + "; name an existing .safetensors or .ckpt file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
