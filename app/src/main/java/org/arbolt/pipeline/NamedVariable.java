package org.arbolt.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.BadInput;
import org.arbolt.molecule.CollectiveVariable;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;

/** A collective variable that a user gave a name, {@code end = distance(CA 1, CA 5)}. */
record NamedVariable(String name, CollectiveVariable variable) {
    private static final Pattern FORM = Pattern.compile("\\s*([A-Za-z0-9_-]{1,64})\\s*=(.*)", Pattern.DOTALL);

    /**
     * @param texts null for none
     * @param start what RMSD is measured from
     * @throws BadInput if one of them is none, or a name is given twice
     */
    static List<NamedVariable> all(List<String> texts, Topology topology, Molecule start) {
        List<NamedVariable> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new BadInput("'" + text + "' is no named variable; write e.g. 'end = distance(CA 1, CA 5)'");
            }
            if (!names.add(form.group(1))) {
                throw new BadInput("the variable " + form.group(1) + " is given twice; choose another name");
            }
            all.add(new NamedVariable(form.group(1), CollectiveVariable.of(form.group(2), topology, start.xyz())));
        }
        return all;
    }
}
