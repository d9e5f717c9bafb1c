package org.arbolt.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.molecule.Topology;

/**
 * The energy and the temperature whose equilibrium a model was trained for. Its samples can be weighed for any other;
 * at these they are worth most.
 *
 * @param forceField name of the force field
 * @param cutoff in nm, or {@code none}
 * @param temperatureKelvin temperature, K
 */
public record ModelConditions(String forceField, String cutoff, double temperatureKelvin) {
    private static final String NOTE = "arbolt.conditions"; // in a model's file
    private static final ObjectMapper JSON = new ObjectMapper();

    public ModelConditions {
        ForceField.named(forceField);
        double distance = Cutoff.parse(cutoff).distance();
        cutoff = Double.isInfinite(distance) ? "none" : Double.toString(distance); // 2 and 2.0 are one
        if (!(temperatureKelvin > 0) || Double.isInfinite(temperatureKelvin)) {
            throw new BadInput("a temperature must be a positive number of K, was " + temperatureKelvin);
        }
    }

    /**
     * Those of a model's file; empty where it does not say.
     *
     * @throws BadInput if the file is damaged
     */
    public static Optional<ModelConditions> of(Path model) {
        try (Arena arena = Arena.ofConfined()) {
            return of(model, Safetensors.read(model, arena).metadata());
        }
    }

    static Optional<ModelConditions> of(Path model, Map<String, String> notes) {
        String text = notes.get(NOTE);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(text, ModelConditions.class));
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    model + ": the conditions that it was trained for are damaged; restore the file or train again", e);
        }
    }

    /** E.g. {@code amber14-obc1, cut-off 2.0 nm, 310 K}. */
    public String words() {
        return forceField + (cutoff.equals("none") ? ", no cut-off" : ", cut-off " + cutoff + " nm") + ", "
                + BigDecimal.valueOf(temperatureKelvin).stripTrailingZeros().toPlainString() + " K";
    }

    /** The energy of a molecule, in double precision. */
    public Potential potential(Topology topology) {
        return ForceField.named(forceField).potential(topology, Cutoff.parse(cutoff), EnergyPrecision.DOUBLE);
    }

    /** As a note for a model's file. */
    public Map<String, String> note() {
        try {
            return Map.of(NOTE, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers are what JSON can say", e);
        }
    }
}
