package org.arbolt.forcefield;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.forcefield.XmlElements.Element;

/** Gathers what one file of a System says. */
final class OpenMmSystemReader {
    /** Largest molecule: the kernels keep numbers for every pair of atoms. */
    static final int MOST_ATOMS = 5000;

    private final Path file;
    private final List<Double> masses = new ArrayList<>();
    private final OpenMmRows bonds = new OpenMmRows();
    private final OpenMmRows angles = new OpenMmRows();
    private final OpenMmRows torsions = new OpenMmRows();
    private final OpenMmRows particles = new OpenMmRows();
    private final OpenMmRows exceptions = new OpenMmRows();
    private final Set<Long> excepted = new HashSet<>();
    private OpenMmSolventReader solvent;
    private Element force; // the one being read
    private Element nonbonded; // null before there is one
    private int constraints;

    /** Reads a file. @throws BadInput if it is damaged or has what is not supported */
    OpenMmSystemReader(Path file) {
        this.file = file;
        XmlElements.visit(file, this::element);
        if (masses.isEmpty()) {
            throw new BadInput(file + " has no particles; give a System as OpenMM's XmlSerializer writes it");
        }
        if (nonbonded == null) {
            throw new BadInput(file + " has no NonbondedForce; give a System with one, its charges may be zero");
        }
        requireParticles("NonbondedForce", particles.numbers.size());
    }

    int constraints() {
        return constraints;
    }

    private void element(Element e) {
        switch (e.place()) {
            case "System" -> {}
            case "System/Particles/Particle" -> particle(e);
            case "System/Constraints/Constraint" -> constraints++;
            case "System/Forces/Force" -> begin(e);
            default -> {
                if (!e.place().startsWith("System/")) {
                    throw e.fail("is not what a System file begins with");
                }
                if (e.place().startsWith("System/Particles/Particle/")) {
                    throw e.fail("is a virtual site; only real particles are supported");
                }
                if (e.place().startsWith("System/Forces/Force/")) {
                    inside(e, e.place().substring("System/Forces/Force/".length()));
                }
            }
        }
    }

    private void particle(Element e) {
        double mass = e.number("mass");
        if (!(mass > 0)) {
            throw e.fail("has a mass of " + mass + " amu; only particles that move are supported");
        }
        if (masses.size() == MOST_ATOMS) {
            throw new BadInput(file + " has more than " + MOST_ATOMS + " particles; arbolt is for peptides");
        }
        masses.add(mass);
    }

    private void begin(Element e) {
        force = e;
        switch (e.text("type")) {
            case "HarmonicBondForce", "HarmonicAngleForce", "PeriodicTorsionForce" -> requireOpen(e, "usesPeriodic");
            case "NonbondedForce" -> beginNonbonded(e);
            case "GBSAOBCForce", "CustomGBForce" -> {
                if (solvent != null) {
                    throw e.fail("of type " + e.text("type") + " is a second implicit solvent; only one is supported");
                }
                solvent = new OpenMmSolventReader(e);
            }
            case "CMMotionRemover" -> {}
            default ->
                throw e.fail(
                        "is of type " + e.text("type") + ", which is not supported; supported are HarmonicBondForce, "
                                + "HarmonicAngleForce, PeriodicTorsionForce, NonbondedForce, GBSAOBCForce, "
                                + "CustomGBForce of OBC and CMMotionRemover");
        }
    }

    private static void requireOpen(Element e, String attribute) {
        if (!"0".equals(e.attributes().getOrDefault(attribute, "0"))) {
            throw e.fail("of type " + e.text("type") + " is periodic; only molecules in open space are supported");
        }
    }

    private void beginNonbonded(Element e) {
        if (nonbonded != null) {
            throw e.fail("is a second NonbondedForce; only one is supported");
        }
        if (e.integer("method") > 1) {
            throw e.fail(
                    "has a periodic method (" + e.text("method") + "); supported are NoCutoff and CutoffNonPeriodic");
        }
        if (!"0".equals(e.attributes().getOrDefault("useSwitchingFunction", "0"))) {
            throw e.fail(
                    "switches interactions off smoothly, which is not supported; set useSwitchingFunction to false");
        }
        requireOpen(e, "exceptionsUsePeriodic");
        nonbonded = e;
    }

    private void inside(Element e, String place) {
        switch (force.text("type")) {
            case "HarmonicBondForce" -> {
                if (place.equals("Bonds/Bond")) {
                    bonds.add(atoms(e, 2), e.number("d"), e.number("k"));
                }
            }
            case "HarmonicAngleForce" -> {
                if (place.equals("Angles/Angle")) {
                    angles.add(atoms(e, 3), e.number("a"), e.number("k"));
                }
            }
            case "PeriodicTorsionForce" -> {
                if (place.equals("Torsions/Torsion")) {
                    torsion(e);
                }
            }
            case "NonbondedForce" -> insideNonbonded(e, place);
            case "CMMotionRemover" -> {}
            default -> solvent.inside(e, place);
        }
    }

    private void torsion(Element e) {
        int periodicity = e.integer("periodicity");
        if (periodicity < 1 || periodicity > CosineSeries.ORDERS) {
            throw e.fail("has periodicity " + periodicity + "; supported are 1 to " + CosineSeries.ORDERS);
        }
        torsions.add(atoms(e, 4), periodicity, e.number("phase"), e.number("k"));
    }

    private void insideNonbonded(Element e, String place) {
        switch (place) {
            case "Particles/Particle" -> {
                if (particles.numbers.size() == masses.size()) {
                    throw e.fail("is one more than the system has (" + masses.size() + ")");
                }
                particles.add(new int[0], e.number("q"), requireNotNegative(e, "sig"), requireNotNegative(e, "eps"));
            }
            case "Exceptions/Exception" -> exception(e);
            case "GlobalParameters/Parameter", "ParticleOffsets/Offset", "ExceptionOffsets/Offset" ->
                throw e.fail("makes charges or radii depend on a parameter, which is not supported");
            default -> {}
        }
    }

    private static double requireNotNegative(Element e, String name) {
        double value = e.number(name);
        if (value < 0) {
            throw e.fail("has " + name + "=\"" + value + "\", which must not be negative");
        }
        return value;
    }

    private void exception(Element e) {
        int[] pair = atoms(e, 2);
        java.util.Arrays.sort(pair);
        if (!excepted.add((long) pair[0] * masses.size() + pair[1])) {
            throw e.fail("is a second one for particles " + pair[0] + " and " + pair[1]);
        }
        exceptions.add(pair, e.number("q"), requireNotNegative(e, "sig"), e.number("eps"));
    }

    private int[] atoms(Element e, int count) {
        int[] atoms = new int[count];
        for (int i = 0; i < count; i++) {
            atoms[i] = e.integer("p" + (i + 1));
            if (atoms[i] < 0 || atoms[i] >= masses.size()) {
                throw e.fail("names particle " + atoms[i] + ", but there are particles 0 to " + (masses.size() - 1));
            }
            for (int j = 0; j < i; j++) {
                if (atoms[i] == atoms[j]) {
                    throw e.fail("names particle " + atoms[i] + " twice");
                }
            }
        }
        return atoms;
    }

    private void requireParticles(String what, int count) {
        if (count != masses.size()) {
            throw new BadInput(String.format(
                    Locale.ROOT,
                    "%s: its %s has %d particles, the system has %d; the file is damaged",
                    file,
                    what,
                    count,
                    masses.size()));
        }
    }

    Cutoff cutoff() {
        if (nonbonded.integer("method") == 0) {
            return Cutoff.NONE;
        }
        double distance = nonbonded.number("cutoff");
        double dielectric = nonbonded.number("rfDielectric");
        if (!(distance > 0) || !(dielectric >= 1)) {
            throw nonbonded.fail("has a cut-off of " + distance + " nm and a dielectric of " + dielectric
                    + "; they must be positive and at least 1");
        }
        return new Cutoff(distance, dielectric);
    }

    SystemParameters parameters(Cutoff cutoff) {
        double[] charge = particles.column(0);
        return new SystemParameters(
                masses.stream().mapToDouble(Double::doubleValue).toArray(),
                new SystemParameters.Bonds(bonds.atoms(), bonds.column(0), bonds.column(1)),
                new SystemParameters.Angles(angles.atoms(), angles.column(0), angles.column(1)),
                new SystemParameters.Torsions(
                        torsions.atoms(),
                        torsions.numbers.stream().mapToInt(row -> (int) row[0]).toArray(),
                        torsions.column(1),
                        torsions.column(2)),
                new SystemParameters.Nonbonded(
                        charge,
                        particles.column(1),
                        particles.column(2),
                        exceptions.atoms(),
                        exceptions.column(0),
                        exceptions.column(1),
                        exceptions.column(2)),
                solvent == null ? OpenMmSolventReader.none(masses.size()) : solvent.solvent(cutoff, masses.size()));
    }
}
