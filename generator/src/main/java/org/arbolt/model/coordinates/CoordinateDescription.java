package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceField;

/** Reads the fields of a description of coordinates, which may come from an altered file. */
record CoordinateDescription(Map<String, ?> fields) {

    boolean has(String name) {
        return fields.containsKey(name);
    }

    boolean truth(String name) {
        if (fields.get(name) instanceof Boolean b) {
            return b;
        }
        throw unusable(name, "must be true or false");
    }

    String text(String name) {
        if (fields.get(name) instanceof String s) {
            return s;
        }
        throw unusable(name, "must be a text");
    }

    /** Force field whose energies a model is told of; null where it is not. */
    ForceField energies() {
        return has("energies") ? ForceField.named(text("energies")) : null;
    }

    /** A constant by its name. @param all the constants there are */
    <E extends Enum<E>> E oneOf(String name, E[] all) {
        return Arrays.stream(all)
                .filter(constant -> constant.name().equals(text(name)))
                .findFirst()
                .orElseThrow(() -> unusable(name, "must be one of " + Arrays.toString(all)));
    }

    double number(String name) {
        if (fields.get(name) instanceof Number n && Double.isFinite(n.doubleValue())) {
            return n.doubleValue();
        }
        throw unusable(name, "must be a finite number");
    }

    int integer(String name) {
        double n = number(name);
        if (n != Math.rint(n) || Math.abs(n) > Integer.MAX_VALUE) {
            throw unusable(name, "must be a whole number");
        }
        return (int) n;
    }

    double[] numbers(String name, int count) {
        if (!(fields.get(name) instanceof List<?> list) || list.size() != count) {
            throw unusable(name, "must be a list of " + count + " numbers");
        }
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            if (!(list.get(i) instanceof Number n) || !Double.isFinite(n.doubleValue())) {
                throw unusable(name, "must hold finite numbers only");
            }
            out[i] = n.doubleValue();
        }
        return out;
    }

    /** A list of any number of whole numbers from 0 on. */
    int[] whole(String name, int most) {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw unusable(name, "must be a list");
        }
        return whole(name, list.size(), most);
    }

    /** So many whole numbers from 0 on. */
    int[] whole(String name, int count, int most) {
        double[] values = numbers(name, count);
        int[] whole = new int[count];
        for (int i = 0; i < count; i++) {
            whole[i] = (int) values[i];
            if (whole[i] != values[i] || whole[i] < 0 || whole[i] > most) {
                throw unusable(name, "must hold whole numbers from 0 to " + most);
            }
        }
        return whole;
    }

    List<String> texts(String name) {
        if (!(fields.get(name) instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw unusable(name, "must be a list of texts");
        }
        return list.stream().map(String.class::cast).toList();
    }

    BadInput unusable(String name, String rule) {
        String shown = String.valueOf(fields.get(name));
        String found = shown.length() > 40 ? shown.substring(0, 40) + "…" : shown;
        return new BadInput("coordinates of the model: field " + name + " " + rule + ", found " + found
                + "; the model file is damaged" + " or of another molecule");
    }
}
