package org.arbolt.model.published;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Pickled;
import org.arbolt.io.checkpoint.TorchFile;
import org.arbolt.io.checkpoint.TorchTensor;

/**
 * The network's tensors in a checkpoint of the published code, by their names without what wrappers put before them;
 * where an exponential moving average was kept, its shadows in the place of the last weights.
 *
 * @param tensors by name
 * @param averaged whether they are shadows of a moving average
 */
record PublishedState(SequencedMap<String, TorchTensor> tensors, boolean averaged) {
    private static final String FIRST = "token_embed.weight";
    private static final List<String> CONTAINERS = List.of("state_dict", "model_state_dict", "model", "net");
    private static final Pattern SHADOW = Pattern.compile("^(.*)shadow_params\\.([0-9]{1,6})$");
    private static final Pattern BUFFER = Pattern.compile("^(pos_embed\\.pe|.*\\.causal_mask|.*\\.mask)$");

    /** @throws BadInput if there is no network of the published kind in it */
    static PublishedState of(Object root, String where) {
        SequencedMap<String, TorchTensor> all = Stream.concat(
                        CONTAINERS.stream()
                                .map(name -> (Object) Pickled.entries(root).get(name))
                                .filter(Objects::nonNull),
                        Stream.of(root))
                .map(TorchFile::tensors)
                .filter(found -> found.keySet().stream().anyMatch(name -> name.endsWith(FIRST)))
                .findFirst()
                .orElseThrow(() -> new BadInput(where + " holds no network: no tensor is called " + FIRST
                        + "; give a checkpoint of the published code"));
        String prefix = prefix(all, where);
        SequencedMap<String, TorchTensor> tensors = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix) && !SHADOW.matcher(name).matches()) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        List<TorchTensor> shadows = shadows(all, prefix);
        if (shadows.isEmpty()) {
            return new PublishedState(tensors, false);
        }
        replace(tensors, shadows, where);
        return new PublishedState(tensors, true);
    }

    static boolean isBuffer(String name) {
        return BUFFER.matcher(name).matches();
    }

    /** What stands before the names: {@code net.}, {@code net.model.}, {@code model._orig_mod.}, or nothing. */
    private static String prefix(Map<String, TorchTensor> all, String where) {
        List<String> prefixes = all.keySet().stream()
                .filter(name -> name.endsWith(FIRST))
                .map(name -> name.substring(0, name.length() - FIRST.length()))
                .toList();
        if (prefixes.size() == 1) {
            return prefixes.getFirst();
        }
        return Stream.of("net.model.", "net.", "model.", "")
                .filter(prefixes::contains)
                .findFirst()
                .orElseThrow(() -> new BadInput(where + " holds several networks, " + String.join(" and ", prefixes)
                        + "; save the state dict of one of them"));
    }

    /** Shadows of the wrapper around the network, in their order. */
    private static List<TorchTensor> shadows(Map<String, TorchTensor> all, String prefix) {
        Map<Integer, TorchTensor> numbered = new TreeMap<>();
        all.forEach((name, tensor) -> {
            var match = SHADOW.matcher(name);
            if (match.matches() && prefix.startsWith(match.group(1))) {
                numbered.put(Integer.valueOf(match.group(2)), tensor);
            }
        });
        return List.copyOf(numbered.values());
    }

    /** Puts the shadows in the place of the parameters, which come in the same order. */
    private static void replace(SequencedMap<String, TorchTensor> tensors, List<TorchTensor> shadows, String where) {
        List<String> names = new ArrayList<>(tensors.keySet());
        names.removeIf(PublishedState::isBuffer);
        if (names.size() != shadows.size()) {
            throw new BadInput(where + " has " + shadows.size() + " averaged parameters for a network of "
                    + names.size() + "; save the averaged network's state dict alone");
        }
        for (int i = 0; i < shadows.size(); i++) {
            String name = names.get(i);
            if (!Arrays.equals(tensors.get(name).shape(), shadows.get(i).shape())) {
                throw new BadInput(where + ": averaged parameter " + i + " is " + shadows.get(i) + ", but " + name
                        + " is " + tensors.get(name) + "; save the averaged network's state dict alone");
            }
            tensors.put(name, shadows.get(i));
        }
    }
}
