package org.arbolt.forcefield;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.TopologyBuilder;

/**
 * Energies and forces by OpenMM's Reference platform, as {@code tools/make_openmm_reference.py} wrote them, of a force
 * field that Arbolt assigns or (by {@code tools/make_openmm_systems.py}) of a serialised System.
 *
 * @param title what it is, for messages
 * @param parameters by the force field or from the System
 * @param components [F][5] flattened, kJ/mol
 * @param forces [F][A][3] flattened, kJ/mol/nm
 */
record OpenMmReference(
        String title,
        Topology topology,
        SystemParameters parameters,
        Cutoff cutoff,
        Frames frames,
        double[] components,
        double[] forces) {

    /** All records of a test resource. */
    static List<OpenMmReference> read(String resource) {
        try (InputStream in = OpenMmReference.class.getResourceAsStream(resource)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            List<OpenMmReference> records = new ArrayList<>();
            while (bytes.hasRemaining()) {
                records.add(next(bytes));
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenMmReference next(ByteBuffer bytes) throws IOException {
        JsonNode header = new ObjectMapper().readTree(line(bytes));
        int frames = header.get("frames").asInt();
        int numbers = frames * header.get("atoms").asInt() * 3;
        List<String> templates = new ArrayList<>();
        header.get("templates").forEach(name -> templates.add(name.asText()));
        List<TopologyBuilder.Disulfide> bridges = new ArrayList<>();
        header.get("disulfides")
                .forEach(pair -> bridges.add(new TopologyBuilder.Disulfide(
                        pair.get(0).asInt(), pair.get(1).asInt())));
        double[] xyz = floats(bytes, numbers);
        double[] components = new double[frames * EnergyComponent.COUNT];
        for (int i = 0; i < components.length; i++) {
            components[i] = bytes.getDouble();
        }
        Topology topology = TopologyBuilder.fromTemplates(templates, bridges);
        Frames conformations = new Frames(header.get("atoms").asInt(), xyz);
        double[] forces = floats(bytes, numbers);
        if (header.has("system")) {
            String name = header.get("system").asText();
            OpenMmSystem system = OpenMmSystem.read(system(name));
            return new OpenMmReference(
                    name, topology, system.parameters(), system.cutoff(), conformations, components, forces);
        }
        String forceField = header.get("forceField").asText();
        JsonNode cutoff = header.get("cutoff");
        return new OpenMmReference(
                forceField + " " + cutoff.asText() + " " + String.join("-", templates),
                topology,
                ForceField.named(forceField).assign(topology),
                cutoff.isNull() ? Cutoff.NONE : new Cutoff(cutoff.asDouble()),
                conformations,
                components,
                forces);
    }

    /** The file of a serialised System. */
    static Path system(String name) {
        try {
            return Path.of(OpenMmReference.class
                    .getResource("systems/" + name + ".xml")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The force field and whether there is a cut-off; {@code Systems} for a serialised one. */
    String family() {
        int space = title.indexOf(' ');
        return space < 0 ? "Systems" : title.substring(0, space) + (cutoff.finite() ? " with a cut-off" : "");
    }

    private static String line(ByteBuffer bytes) {
        int from = bytes.position();
        int to = from;
        while (bytes.get(to) != '\n') {
            to++;
        }
        byte[] text = new byte[to - from];
        bytes.get(text).get();
        return new String(text, StandardCharsets.UTF_8);
    }

    private static double[] floats(ByteBuffer bytes, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getFloat();
        }
        return values;
    }

    @Override
    public String toString() {
        return title;
    }
}
