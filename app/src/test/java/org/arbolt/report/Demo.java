package org.arbolt.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.evaluate.Basin;
import org.arbolt.evaluate.Measure;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.evaluate.StructuralQuantity;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Comparison;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.sampling.WeightStatistics;

/**
 * A made-up run for tests and for looking at: a mixture of von Mises distributions on the torus stands for the
 * molecule, a broader one for the model, so that all densities and therefore the weights are known. No number in it
 * comes from a molecule. {@link #main} writes its report.
 */
final class Demo {
    private static final double KT = 2.494;
    private static final double CLASHES = 0.02;
    private static final int STIFF = 60; // harmonic coordinates that the model draws too wide by a factor
    private static final double STRETCH = 1.07;

    /** A component of a mixture: weight, centre in degrees, concentrations. */
    private record Component(double weight, double phi, double psi, double kappaPhi, double kappaPsi) {}

    private static final List<Component> MOLECULE = List.of(
            new Component(0.45, -80, 150, 9, 7),
            new Component(0.25, -150, 155, 7, 8),
            new Component(0.24, -78, -20, 12, 7),
            new Component(0.06, 57, 35, 22, 14));
    private static final List<Component> MODEL = List.of(
            new Component(0.40, -82, 145, 7, 5.5),
            new Component(0.25, -145, 152, 6, 6),
            new Component(0.24, -76, -22, 9, 6),
            new Component(0.08, 57, 33, 14, 10),
            new Component(0.03, 0, 0, 0.1, 0.1));

    private final Seed seed;
    private final int samples;
    private final int reference;
    private final int residues;

    Demo(long seed, int samples, int reference, int residues) {
        this.seed = new Seed(seed);
        this.samples = samples;
        this.reference = reference;
        this.residues = residues;
    }

    public static void main(String[] arguments) {
        Report.write(Path.of(arguments[0]), new Demo(1, 10_000, 60_000, 2).content());
    }

    ReportContent content() {
        Samples data = samples();
        KeyNumbers numbers = numbers(data.weighting());
        Comparison comparison = new Comparison(
                basins(), averages(), metrics(), PublishedResult.of("Ace-A-Nme"), List.of(), List.of(convergence()));
        return new ReportContent(
                new Subject("Demo <not a molecule>", 22, "mixture of von Mises", 300),
                Judgement.of(numbers, data.weighting(), comparison),
                numbers,
                data,
                training(),
                comparison,
                provenance());
    }

    Samples samples() {
        double[] logWeights = new double[samples];
        double[] energy = new double[samples];
        List<ResidueTorsions> torsions = draw("model", MODEL, STRETCH, samples, logWeights, energy);
        RandomStream random = seed.stream("clash", 0);
        for (int i = 0; i < samples; i++) {
            double clash = random.nextDouble() < CLASHES ? 500 * random.nextDouble() : 0;
            logWeights[i] -= clash / KT;
            energy[i] += clash;
        }
        logWeights[0] = Double.NEGATIVE_INFINITY;
        energy[0] = Double.NaN;
        double[] referenceEnergy = new double[reference];
        List<ResidueTorsions> known = draw("molecule", MOLECULE, 1, reference, new double[reference], referenceEnergy);
        return new Samples(
                set(torsions, energy, 1),
                new Weighting("psis", logWeights, List.of(new Weighting.Exclusion("energy not finite", 1))),
                reference == 0 ? Frameset.NONE : set(known, referenceEnergy, 10));
    }

    /** With a bond, an angle, a distance and a plane, all made of the first residue's torsions. */
    private static Frameset set(List<ResidueTorsions> torsions, double[] energy, int blocks) {
        double[] phi = torsions.getFirst().phi();
        double[] psi = torsions.getFirst().psi();
        double[][] slow = new double[energy.length][];
        Arrays.setAll(slow, i -> new double[] {Math.cos(phi[i]), Math.sin(psi[i])});
        List<SampledQuantity> quantities = new ArrayList<>();
        for (StructuralQuantity.Kind kind : StructuralQuantity.Kind.values()) {
            double[][] values = new double[2][energy.length];
            Arrays.setAll(values[0], i -> 0.15 + 0.01 * Math.sin(phi[i]));
            Arrays.setAll(values[1], i -> 0.14 + 0.01 * Math.sin(psi[i]));
            quantities.add(new SampledQuantity("demo " + kind, "nm", kind, values));
        }
        return new Frameset(torsions, energy, blocks, quantities, slow);
    }

    /**
     * Draws every residue independently; adds log(molecule/model) to the log-weights, −kT log(molecule) to the
     * energies.
     */
    private List<ResidueTorsions> draw(
            String stream, List<Component> mixture, double stretch, int count, double[] logWeights, double[] energy) {
        List<ResidueTorsions> torsions = new ArrayList<>();
        RandomStream random = seed.stream(stream, 0);
        for (int residue = 0; residue < residues; residue++) {
            double[] phi = new double[count];
            double[] psi = new double[count];
            for (int i = 0; i < count; i++) {
                Component component = pick(mixture, random.nextDouble());
                phi[i] = vonMises(random, Math.toRadians(component.phi()), component.kappaPhi());
                psi[i] = vonMises(random, Math.toRadians(component.psi()), component.kappaPsi());
                double log = Math.log(density(MOLECULE, phi[i], psi[i]));
                logWeights[i] += log - Math.log(density(MODEL, phi[i], psi[i]));
                energy[i] -= KT * log;
            }
            torsions.add(new ResidueTorsions("ALA " + (residue + 2), phi, psi));
        }
        for (int i = 0; i < count; i++) {
            double harmonic = stretch * stretch * chiSquare(random, STIFF) / 2;
            energy[i] += -120 + KT * harmonic;
            logWeights[i] -= harmonic * (1 - 1 / (stretch * stretch));
        }
        return torsions;
    }

    private static Component pick(List<Component> mixture, double u) {
        double sum = 0;
        for (Component component : mixture) {
            sum += component.weight();
            if (u < sum) {
                return component;
            }
        }
        return mixture.getLast();
    }

    private static double density(List<Component> mixture, double phi, double psi) {
        return mixture.stream()
                .mapToDouble(c -> c.weight()
                        * vonMisesDensity(phi, Math.toRadians(c.phi()), c.kappaPhi())
                        * vonMisesDensity(psi, Math.toRadians(c.psi()), c.kappaPsi()))
                .sum();
    }

    private static double vonMisesDensity(double x, double centre, double kappa) {
        return Math.exp(kappa * (Math.cos(x - centre) - 1)) / (2 * Math.PI * scaledBessel(kappa));
    }

    /** exp(−κ) I0(κ) by the trapezium rule, which is exact to rounding for a periodic integrand. */
    private static double scaledBessel(double kappa) {
        int nodes = 64;
        double sum = 0;
        for (int i = 0; i < nodes; i++) {
            sum += Math.exp(kappa * (Math.cos(2 * Math.PI * i / nodes) - 1));
        }
        return sum / nodes;
    }

    /** Von Mises numbers by rejection from the uniform distribution: slow, short, right. */
    private static double vonMises(RandomStream random, double centre, double kappa) {
        double angle;
        do {
            angle = (2 * random.nextDouble() - 1) * Math.PI;
        } while (random.nextDouble() > Math.exp(kappa * (Math.cos(angle) - 1)));
        return angle + centre;
    }

    private static double chiSquare(RandomStream random, int degrees) {
        double sum = 0;
        for (int i = 0; i < degrees; i++) {
            double z = random.nextGaussian();
            sum += z * z;
        }
        return sum;
    }

    private KeyNumbers numbers(Weighting weighting) {
        double effective = Weights.of(weighting.logWeights()).effectiveSamples();
        WeightStatistics weights = new WeightStatistics(
                samples,
                0,
                effective,
                effective,
                effective,
                0.34,
                new ConfidenceInterval(-187.6312, -187.6551, -187.6078, 0.95),
                weighting.treatment());
        return new KeyNumbers(weights, 12_345_678, 293.4, new Worth(samples, 36.8, 10.7, 1400));
    }

    private static List<Basin> basins() {
        return List.of(
                basin("β / C5", "φ < −110°, |ψ| > 100°", 0.251, 0.004, 0.2482, 0.0021),
                basin("PPII / C7eq", "−110° ≤ φ < 0°, ψ > 60°", 0.447, 0.005, 0.4521, 0.0028),
                basin("αR", "φ < 0°, −100° < ψ < 60°", 0.243, 0.004, 0.2400, 0.0025),
                basin("αL", "φ ≥ 0°", 0.0587, 0.0021, 0.0597, 0.0031));
    }

    private static Basin basin(String name, String definition, double p, double e, double q, double f) {
        return new Basin(name, definition, state(p, e, 0.447), state(q, f, 0.4521));
    }

    private static Basin.State state(double population, double error, double most) {
        double freeEnergy = -KT * Math.log(population / most);
        return new Basin.State(new Estimate(population, error), new Estimate(freeEnergy, KT * error / population));
    }

    private static List<ObservableMean> averages() {
        return List.of(new ObservableMean(
                "potential energy",
                "kJ/mol",
                new Estimate(-21.3, 0.5),
                new Estimate(-36.72, 0.21),
                new Estimate(-36.641, 0.062)));
    }

    private static List<Metric> metrics() {
        return List.of(
                Metric.of(
                        Measure.ENERGY_W2,
                        new Estimate(1.93, 0.04),
                        new Estimate(0.21, 0.03),
                        new Estimate(0.15, 0.02)),
                Metric.of(
                        Measure.TORUS_W2,
                        new Estimate(0.412, 0.011),
                        new Estimate(0.240, 0.009),
                        new Estimate(0.221, 0.008)),
                Metric.of(
                        Measure.TORSION_JSD,
                        new Estimate(0.031, 0.002),
                        new Estimate(0.0142, 0.0009),
                        new Estimate(0.0109, 0.0007)),
                Metric.of(Measure.TICA_W2, Estimate.MISSING, Estimate.of(0.0812), Estimate.MISSING));
    }

    private static Table convergence() {
        return new Table(
                "Replica exchange",
                List.of("temperature (K)", "acceptance (%)", "round trips", "τ of φ (ps)"),
                List.of(
                        List.of("300.0", "41.2", "312", "38 ± 4"),
                        List.of("342.8", "40.7", "312", "21 ± 2"),
                        List.of("391.7", "42.1", "312", "12 ± 1"),
                        List.of("447.6", "–", "312", "7.4 ± 0.6")));
    }

    private TrainingCurve training() {
        int steps = 6000;
        RandomStream random = seed.stream("loss", 0);
        double[] at = new double[steps];
        double[] loss = new double[steps];
        Arrays.setAll(at, i -> 10.0 * i);
        Arrays.setAll(
                loss,
                i -> 3.1 + 5.2 * Math.exp(-i / 80.0) + 0.5 * Math.exp(-i / 1800.0) + 0.03 * random.nextGaussian());
        double[] heldAt = new double[30];
        double[] held = new double[30];
        Arrays.setAll(heldAt, i -> 2000.0 * (i + 1));
        Arrays.setAll(held, i -> 3.13 + 5.2 * Math.exp(-(i + 1) * 2.5) + 0.5 * Math.exp(-(i + 1) / 9.0));
        return new TrainingCurve(
                "optimiser step",
                "cross-entropy (nats per coordinate)",
                new TrainingCurve.Curve(at, loss),
                new TrainingCurve.Curve(heldAt, held));
    }

    private static Provenance provenance() {
        return new Provenance(
                "arbolt run Ace-A-Nme --seed 1 --output runs/demo",
                "molecule: Ace-A-Nme\nforce-field: amber99sbildn-obc\nsampling:\n  samples: 10000\n  temperature: "
                        + "1.03\n  "
                        + "note: \"a < b & c\"\n",
                List.of(
                        new Provenance.Fact("seed", "1"),
                        new Provenance.Fact("version", "0.1.0 (commit 0123abc)"),
                        new Provenance.Fact("Java", "25"),
                        new Provenance.Fact("hardware", "2 cores, 8 GB, no accelerator")),
                List.of(
                        new Provenance.Stage("reference dynamics", 0, 12_000_000, "reused from the run folder"),
                        new Provenance.Stage("training", 181.2, 0, "60,000 steps"),
                        new Provenance.Stage("sampling", 96.4, 0, "10,000 samples"),
                        new Provenance.Stage("reweighting", 0.64, 345_678, "")));
    }
}
