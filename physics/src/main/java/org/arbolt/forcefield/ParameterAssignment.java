package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceFieldData.AngleTerm;
import org.arbolt.forcefield.ForceFieldData.AtomType;
import org.arbolt.forcefield.ForceFieldData.BondTerm;
import org.arbolt.forcefield.ForceFieldData.Cosine;
import org.arbolt.forcefield.ForceFieldData.TemplateAtom;
import org.arbolt.forcefield.ForceFieldData.TorsionTerm;
import org.arbolt.molecule.Topology;

/** Gives one topology the numbers of a force field, term by term in the way OpenMM does. */
final class ParameterAssignment {
    private final ForceFieldData data;
    private final GbModel solvent;
    private final Topology topology;
    private final Connectivity connectivity;
    private final List<TemplateAtom> templates = new ArrayList<>(); // [A]
    private final List<AtomType> types = new ArrayList<>(); // [A]

    /** @throws BadInput if the topology does not fit the force field's templates */
    ParameterAssignment(ForceFieldData data, GbModel solvent, Topology topology) {
        this.data = data;
        this.solvent = solvent;
        this.topology = topology;
        this.connectivity = new Connectivity(topology);
        for (Topology.Residue residue : topology.residues()) {
            matchTemplate(residue);
        }
    }

    private void matchTemplate(Topology.Residue residue) {
        ForceFieldData.Residue template = data.residues().get(residue.template());
        String where = "residue " + (residue.index() + 1) + " (" + residue.name() + ")";
        if (template == null) {
            throw new BadInput(where + ": the force field has no template " + residue.template());
        }
        if (template.atoms().size() != residue.atomCount()) {
            throw new BadInput(where + " has " + residue.atomCount() + " atoms, but template " + residue.template()
                    + " has " + template.atoms().size());
        }
        for (int i = 0; i < residue.atomCount(); i++) {
            Topology.Atom atom = topology.atoms().get(residue.firstAtom() + i);
            TemplateAtom wanted = template.atoms().get(i);
            if (!atom.name().equals(wanted.name()) || atom.element() != wanted.element()) {
                throw new BadInput(where + ": atom " + (i + 1) + " is " + atom.name() + ", but template "
                        + residue.template() + " wants " + wanted.name());
            }
            templates.add(wanted);
            types.add(data.types().get(wanted.type()));
        }
    }

    SystemParameters parameters() {
        double[] masses = types.stream().mapToDouble(AtomType::mass).toArray();
        return new SystemParameters(masses, bonds(), angles(), torsions(), nonbonded(), solvent());
    }

    private SystemParameters.Bonds bonds() {
        int n = topology.bonds().size();
        int[] atoms = new int[2 * n];
        double[] length = new double[n];
        double[] k = new double[n];
        for (int i = 0; i < n; i++) {
            int a = topology.bonds().get(i).first();
            int b = topology.bonds().get(i).second();
            BondTerm term = data.bonds().stream()
                    .filter(t -> t.matches(classOf(a), classOf(b)))
                    .findFirst()
                    .orElseThrow(() -> missing("bond", a, b));
            atoms[2 * i] = a;
            atoms[2 * i + 1] = b;
            length[i] = term.length();
            k[i] = term.k();
        }
        return new SystemParameters.Bonds(atoms, length, k);
    }

    private SystemParameters.Angles angles() {
        List<int[]> found = connectivity.angles();
        double[] angle = new double[found.size()];
        double[] k = new double[found.size()];
        for (int i = 0; i < angle.length; i++) {
            int[] a = found.get(i);
            AngleTerm term = data.angles().stream()
                    .filter(t -> t.matches(classOf(a[0]), classOf(a[1]), classOf(a[2])))
                    .findFirst()
                    .orElseThrow(() -> missing("angle", a));
            angle[i] = term.angle();
            k[i] = term.k();
        }
        return new SystemParameters.Angles(flatten(found), angle, k);
    }

    private SystemParameters.Torsions torsions() {
        TorsionList list = new TorsionList();
        List<TorsionTerm> propers = ForceFieldData.torsions(data.propers());
        for (int[] quadruple : connectivity.propers()) {
            TorsionTerm match = matchProper(propers, quadruple);
            if (match != null) {
                list.add(quadruple, match.series());
            }
        }
        addImpropers(list);
        return list.parameters();
    }

    /** The first term without wildcards that fits, or else the first that fits; null if none does. */
    private TorsionTerm matchProper(List<TorsionTerm> propers, int[] quadruple) {
        TorsionTerm match = null;
        for (TorsionTerm term : propers) {
            if (fits(term, quadruple, false) || fits(term, quadruple, true)) {
                if (!term.hasWildcard()) {
                    return term;
                }
                match = match == null ? term : match;
            }
        }
        return match;
    }

    private boolean fits(TorsionTerm term, int[] quadruple, boolean reversed) {
        for (int i = 0; i < 4; i++) {
            if (!term.admits(i, classOf(quadruple[reversed ? 3 - i : i]))) {
                return false;
            }
        }
        return true;
    }

    /** OpenMM orders the first improper of each signature of atom types and reuses that order for all others of it. */
    private void addImpropers(TorsionList list) {
        ImproperMatcher matcher = new ImproperMatcher(
                ForceFieldData.torsions(data.impropers()),
                data.improperOrdering(),
                topology,
                this::classOf,
                this::typeOf);
        Map<List<String>, ImproperMatcher.Match> known = new HashMap<>();
        for (int[] centreFirst : connectivity.impropers()) {
            List<String> signature = List.of(
                    typeOf(centreFirst[0]), typeOf(centreFirst[1]), typeOf(centreFirst[2]), typeOf(centreFirst[3]));
            if (!known.containsKey(signature)) {
                known.put(signature, matcher.match(centreFirst));
            }
            ImproperMatcher.Match match = known.get(signature);
            if (match != null) {
                list.add(match.arrange(centreFirst), match.term().series());
            }
        }
    }

    private SystemParameters.Nonbonded nonbonded() {
        int n = topology.atomCount();
        double[] charge = templates.stream().mapToDouble(TemplateAtom::charge).toArray();
        double[] sigma = types.stream().mapToDouble(AtomType::sigma).toArray();
        double[] epsilon = types.stream().mapToDouble(AtomType::epsilon).toArray();
        List<int[]> pairs = new ArrayList<>();
        List<double[]> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                int separation = connectivity.separation(i, j);
                if (separation <= 3) {
                    pairs.add(new int[] {i, j});
                    numbers.add(
                            separation < 3
                                    ? new double[] {0, 0.5 * (sigma[i] + sigma[j]), 0}
                                    : new double[] {
                                        data.coulomb14() * charge[i] * charge[j],
                                        0.5 * (sigma[i] + sigma[j]),
                                        data.lennardJones14() * Math.sqrt(epsilon[i] * epsilon[j])
                                    });
                }
            }
        }
        return new SystemParameters.Nonbonded(
                charge, sigma, epsilon, flatten(pairs), column(numbers, 0), column(numbers, 1), column(numbers, 2));
    }

    private SystemParameters.Solvent solvent() {
        return new SystemParameters.Solvent(
                solvent,
                templates.stream().mapToDouble(TemplateAtom::charge).toArray(),
                templates.stream().mapToDouble(TemplateAtom::radius).toArray(),
                templates.stream().mapToDouble(TemplateAtom::scale).toArray());
    }

    private String classOf(int atom) {
        return types.get(atom).className();
    }

    private String typeOf(int atom) {
        return templates.get(atom).type();
    }

    private BadInput missing(String what, int... atoms) {
        List<String> names = new ArrayList<>();
        for (int atom : atoms) {
            Topology.Atom a = topology.atoms().get(atom);
            names.add(topology.residues().get(a.residue()).name() + (a.residue() + 1) + ":" + a.name());
        }
        return new BadInput("the force field has no " + what + " for the bonded atoms " + String.join(" ", names));
    }

    private static int[] flatten(List<int[]> tuples) {
        return tuples.stream().flatMapToInt(java.util.Arrays::stream).toArray();
    }

    private static double[] column(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }

    /** Torsions as they are found. */
    private static final class TorsionList {
        private final List<int[]> atoms = new ArrayList<>();
        private final List<Cosine> cosines = new ArrayList<>();

        void add(int[] quadruple, List<Cosine> series) {
            for (Cosine cosine : series) {
                if (cosine.k() != 0) {
                    atoms.add(quadruple);
                    cosines.add(cosine);
                }
            }
        }

        SystemParameters.Torsions parameters() {
            return new SystemParameters.Torsions(
                    flatten(atoms),
                    cosines.stream().mapToInt(Cosine::periodicity).toArray(),
                    cosines.stream().mapToDouble(Cosine::phase).toArray(),
                    cosines.stream().mapToDouble(Cosine::k).toArray());
        }
    }
}
