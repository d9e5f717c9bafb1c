package org.arbolt.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;

/**
 * The versions of {@code config.yaml}. Version 1, which does not say its version, had the settings of training as
 * {@code optimisation} and {@code technique}; they are read as those of a {@link TrainConfig}. Up to version 2, times
 * of dynamics could be any, and were rounded to 0.1 ps when they were simulated; they are read as what was simulated.
 * Up to version 3 steps were of 1 fs and hydrogens had their own mass. Up to version 4 training on given frames named
 * dynamics that were never simulated; they are left out. Up to version 5 it was not said which frames were given. Up
 * to version 6 the physics term counted as much as was asked for, from a step on; it is read as one that counts by its
 * noise. Up to version 7 one turn about a bond of the backbone was tried between exchanges; it is read as one of the
 * backbone and one of side chains.
 */
final class ConfigVersions {
    /** The version that is written. */
    static final int CURRENT = 8;

    private static final String VERSION = "version";
    private static final String PHYSICS = "physics";
    private static final String TURNS = "turns";
    private static final int USUAL_TURNS = 12; // from version 8 on, where nothing is said
    private static final String GIVEN_FRAMES = "givenFrames";
    private static final ObjectMapper TREES = new ObjectMapper();

    private ConfigVersions() {}

    /** A configuration with its version before all else. */
    static ObjectNode withVersion(JsonNode config) {
        ObjectNode tree = TREES.createObjectNode().put(VERSION, CURRENT);
        return tree.setAll((ObjectNode) config);
    }

    /** What is asked for, less what a configuration of an older version does not say. */
    static JsonNode asFarAs(JsonNode there, JsonNode asked) {
        if (there.path(VERSION).asInt(1) <= 7) {
            asked.findParents(TURNS).stream()
                    .filter(plan -> plan.path(TURNS).asInt() == USUAL_TURNS)
                    .forEach(plan -> ((ObjectNode) plan).put(TURNS, 1));
        }
        if (there.path(VERSION).asInt(1) <= 5) {
            asked.findParents(GIVEN_FRAMES).forEach(plan -> ((ObjectNode) plan).remove(GIVEN_FRAMES));
        }
        if (there.path(VERSION).asInt(1) <= 6) {
            asked.findParents(PHYSICS)
                    .forEach(loss -> ((ObjectNode) loss)
                            .set(
                                    PHYSICS,
                                    TREES.valueToTree(
                                            physics(loss.at("/physics/factor").asDouble()))));
        }
        return asked;
    }

    /**
     * A configuration of any version as one of the current version, without its number.
     *
     * @param file it is from
     * @throws BadInput if it is none or of a version that is not known
     */
    static ObjectNode current(Path file, JsonNode read) {
        if (!(read instanceof ObjectNode found)) {
            throw new BadInput(file + " holds no settings; restore it or delete the folder");
        }
        ObjectNode config = found.deepCopy();
        JsonNode version = config.remove(VERSION);
        if (version == null) {
            try {
                fromVersion1(config);
            } catch (BadInput e) {
                throw new BadInput(file + ": " + e.getMessage() + "; restore it or run again into another folder", e);
            }
        } else if (!version.isInt() || version.asInt() < 2 || version.asInt() > CURRENT) {
            throw new BadInput(file + " is of version " + version.asText() + ", this arbolt reads versions up to "
                    + CURRENT + "; use the arbolt that wrote it, or run again into another folder");
        }
        for (JsonNode dynamics : List.of(
                config.path("dynamics"),
                config.path("model").path("training").path("data"),
                config.path("training").path("data"))) {
            if (version == null || version.asInt() == 2) {
                roundTimes(dynamics);
            }
            if (version == null || version.asInt() <= 3) {
                addSteps(dynamics);
            }
            if ((version == null || version.asInt() <= 7) && dynamics instanceof ObjectNode plan) {
                plan.put(TURNS, 1);
            }
        }
        if ((version == null || version.asInt() <= 4) && !config.has("dynamics") && !config.has("sampling")) {
            dropDynamics(config.path("model").path("training"));
        }
        if (version != null && version.asInt() <= 6) {
            for (JsonNode loss : config.findParents("dispersion")) {
                double factor =
                        ((ObjectNode) loss).remove("dispersion").path("factor").asDouble();
                ((ObjectNode) loss).set(PHYSICS, TREES.valueToTree(physics(factor)));
            }
        }
        return config;
    }

    private static LogVarianceLoss physics(double factor) {
        return factor > 0 ? LogVarianceLoss.BY_NOISE : LogVarianceLoss.NONE;
    }

    private static void dropDynamics(JsonNode training) {
        if (training instanceof ObjectNode plan) {
            plan.remove("data");
        }
    }

    private static void roundTimes(JsonNode dynamics) {
        for (String time : List.of("equilibrationPs", "spacingPs")) {
            if (dynamics.path(time).isNumber()) {
                ((ObjectNode) dynamics).put(time, Math.round(dynamics.get(time).asDouble() / 0.1) / 10.0);
            }
        }
    }

    private static void addSteps(JsonNode dynamics) {
        if (dynamics instanceof ObjectNode plan) {
            plan.put("timeStepPs", 0.001).put("leastMass", 0.0);
        }
    }

    private static void fromVersion1(ObjectNode config) {
        plan(config.path("model").path("training"));
        plan(config.path("training")); // of many peptides
        JsonNode rounds = config.path("improvement").path("training");
        if (rounds.isObject()) {
            ((ObjectNode) config.get("improvement")).set("training", settings(rounds, TREES.createObjectNode()));
        }
    }

    private static void plan(JsonNode plan) {
        if (plan instanceof ObjectNode old && old.has("optimisation")) {
            JsonNode technique = old.path("technique");
            old.set("settings", settings(old.remove("optimisation"), technique));
            old.remove("technique");
        }
    }

    private static JsonNode settings(JsonNode optimisation, JsonNode technique) {
        String optimiser = technique.path("optimiser").asText(TrainConfig.OptimiserKind.ADAMW.name());
        TrainConfig config = TrainConfig.of(
                        optimisation.path("steps").asLong(),
                        optimisation.path("batch").asInt(),
                        optimisation.path("learningRate").asDouble(),
                        LogVarianceLoss.NONE)
                .with(new TrainConfig.Batches(
                        optimisation.path("batch").asInt(),
                        technique.path("accumulate").asInt(1)))
                .with(new TrainConfig.Loss(
                        physics(optimisation.path("dispersion").asDouble()),
                        technique.path("smoothing").asDouble(),
                        technique.path("dropout").asDouble()))
                .with(TrainConfig.Optimisation.of(optimiser(optimiser)));
        return TREES.valueToTree(config);
    }

    private static TrainConfig.OptimiserKind optimiser(String name) {
        try {
            return TrainConfig.OptimiserKind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInput("there is no optimiser " + name, e);
        }
    }
}
