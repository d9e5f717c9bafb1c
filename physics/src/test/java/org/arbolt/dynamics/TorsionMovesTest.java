package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.math.Estimate;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.molecule.Torsions.Torsion;
import org.arbolt.peptide.Peptide;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TorsionMovesTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");
    private static final Torsion PHI = Torsions.phi(MOLECULE.topology()).getFirst();
    private static final Torsion PSI = Torsions.psi(MOLECULE.topology()).getFirst();
    private static final TorsionMoves MOVES = TorsionMoves.of(MOLECULE.topology(), 1);

    @Test
    void backboneBondsTurnButForThoseInRings() {
        assertThat(MOVES.count()).isEqualTo(4); // those to the caps, too
        assertThat(TorsionMoves.of(Peptide.topology("Ace-GPG-Nme"), 1).count()).isEqualTo(9); // not φ of proline
        assertThat(TorsionMoves.of(Peptide.topology("Ace-P-Nme"), 1).count()).isEqualTo(3);
        assertThat(TorsionMoves.NONE.count()).isZero();
    }

    @Test
    void bondsOfSideChainsTurnButForThoseOfRingsAmidesAndGroupsOfThreeHydrogens() {
        assertThat(sideChains("Ace-A-Nme")).isEmpty();
        assertThat(sideChains("Ace-P-Nme")).isEmpty();
        assertThat(sideChains("Ace-S-Nme")).containsExactly("CA-CB", "CB-OG");
        assertThat(sideChains("Ace-Y-Nme")).containsExactly("CA-CB", "CB-CG", "CZ-OH");
        assertThat(sideChains("Ace-N-Nme")).containsExactly("CA-CB", "CB-CG");
        assertThat(sideChains("Ace-R-Nme")).containsExactly("CA-CB", "CB-CG", "CG-CD", "CD-NE");
        assertThat(sideChains("Ace-K-Nme")).containsExactly("CA-CB", "CB-CG", "CG-CD", "CD-CE");
        assertThat(sideChains("Ace-V-NH2")).containsExactly("CA-CB");
        assertThat(sideChains("AA")).containsExactly("CA-C"); // of the carboxylate
    }

    private static List<String> sideChains(String peptide) {
        Topology topology = Peptide.topology(peptide);
        return SideChainBonds.of(topology).stream()
                .map(bond -> topology.atoms().get(bond.first()).name() + "-"
                        + topology.atoms().get(bond.second()).name())
                .toList();
    }

    @Test
    void thereAreAsManyTrialsAsBondsButNotMoreThanAskedFor() {
        Topology lysine = Peptide.topology("Ace-K-Nme");
        assertThat(TorsionMoves.of(lysine, 12).trials()).isEqualTo(2 + 2 + 4);
        assertThat(TorsionMoves.of(lysine, 3).trials()).isEqualTo(2 + 2 + 3);
        assertThat(TorsionMoves.of(lysine, 0).trials()).isZero();
        assertThat(TorsionMoves.NONE.trials()).isZero();
    }

    @Test
    void turnsThatWouldMoveAtomsAtRestAreLeftOut() {
        Topology topology = Peptide.topology("Ace-K-Nme");
        BitSet atRest = new BitSet();
        for (String name : List.of("CD", "CE")) {
            atRest.set(topology.atom(1, name));
        }
        TorsionMoves all = TorsionMoves.of(topology, 12);
        // the first ω, φ and χ₁ to χ₃ move one of them; ψ and the second ω turn the end behind, χ₄ the nitrogen: CE
        // lies on its axis
        assertThat(all.count()).isEqualTo(8);
        assertThat(all.sparing(atRest).count()).isEqualTo(3);
        assertThat(all.sparing(atRest).trials()).isEqualTo(3);
        assertThat(all.sparing(new BitSet()).count()).isEqualTo(8);
    }

    @Test
    void aTurnKeepsBondsAnglesAndChiralityAndLeavesOtherLanesAlone() {
        int lanes = 3;
        Topology topology = MOLECULE.topology();
        Stereocentres centres = Stereocentres.of(topology, MOLECULE.xyz());
        double[] x = tile(lanes);
        for (int trial = 0; trial < 50; trial++) {
            MOVES.turn(
                    TorsionMoves.Bonds.BACKBONE, x, new double[x.length], lanes, 1, new Seed(2).stream("turn", trial));
        }
        double[] turned = lane(x, lanes, 1);
        assertThat(lane(x, lanes, 0)).isEqualTo(MOLECULE.xyz());
        assertThat(lane(x, lanes, 2)).isEqualTo(MOLECULE.xyz());
        assertThat(centres.agree(turned, 0)).isTrue();
        for (Topology.Bond one : topology.bonds()) {
            assertThat(distance(turned, one.first(), one.second()))
                    .isCloseTo(distance(MOLECULE.xyz(), one.first(), one.second()), within(1e-12));
            for (Topology.Bond two : topology.bonds()) { // ends of two bonds that share an atom: the angle between them
                if (one.second() == two.first() || one.first() == two.first()) {
                    int end = one.second() == two.first() ? one.first() : one.second();
                    assertThat(distance(turned, end, two.second()))
                            .isCloseTo(distance(MOLECULE.xyz(), end, two.second()), within(1e-12));
                }
            }
        }
        assertThat(Torsions.angle(turned, 0, PHI)).isNotCloseTo(Torsions.angle(MOLECULE.xyz(), 0, PHI), within(1e-3));
    }

    /**
     * Turns alone, in an energy of φ and ψ that couples them: bonds and angles stand still, so that the torsions'
     * distribution is exactly exp(−U/kT). 16 lanes of 20,000 trials, mean energy and histogram of 6 × 6 cells against
     * numerical integration; lanes are the independent units of the error, |z| < 6.5 for each of 37 numbers: with
     * Student's t of 15 degrees of freedom a false alarm in 2500. The seed is fixed.
     */
    @Tag("slow")
    @Test
    void turnsSampleTheBoltzmannDistributionOfTorsions() {
        requireCoupledTorsions(MOLECULE, PHI, PSI, MOVES, 20_000, new Seed(12));
    }

    /** Requires the energy of φ and ψ to have its distribution where two torsions are in their place. */
    private static void requireCoupledTorsions(
            Molecule molecule, Torsion first, Torsion second, TorsionMoves moves, int times, Seed seed) {
        int size = molecule.xyz().length;
        int lanes = 16;
        Field field = Field.of(size / 3, 12, lanes, (xyz, forces) -> {
            Arrays.fill(forces, 0);
            return energy(Torsions.angle(xyz, 0, first), Torsions.angle(xyz, 0, second));
        });
        TileKernel kernel = field.newKernel();
        LangevinMiddle tile = new LangevinMiddle(new LangevinSettings(0.001, 1, true), field.masses(), lanes, seed, 0);
        for (int lane = 0; lane < lanes; lane++) {
            tile.setPositions(lane, molecule.xyz(), 0);
            tile.setTemperature(lane, 300);
        }
        tile.refresh(kernel);
        double[] energies = new double[lanes];
        double[][] cells = new double[36][lanes];
        double[] xyz = new double[size];
        for (int i = -200; i < times; i++) {
            tile.turn(moves, kernel);
            for (int lane = 0; i >= 0 && lane < lanes; lane++) {
                tile.positions(lane, xyz, 0);
                cells[cell(Torsions.angle(xyz, 0, first), Torsions.angle(xyz, 0, second))][lane] += 1.0 / times;
                energies[lane] += tile.potentialEnergy(lane) / times;
            }
        }
        double[] exact = exactCellsAndMeanEnergy();
        for (int cell = 0; cell < 36; cell++) {
            requireAgreement(Estimate.ofIndependent(cells[cell]), exact[cell]);
        }
        requireAgreement(Estimate.ofIndependent(energies), exact[36]);
    }

    /**
     * The same for two residues, whose turns carry one another's atoms along: the joint distribution of ψ of the first
     * and φ of the second, coupled to each other and to the torsions beside them, in 6 × 6 cells. 16 lanes of 20,000
     * trials, |z|
     * < 6.5 for each of 36 numbers: a false alarm in 2500. The seed is fixed.
     */
    @Tag("slow")
    @Test
    void turnsOfTwoResiduesSampleTheirJointDistribution() {
        Molecule molecule = Peptide.of("Ace-GG-Nme");
        TorsionMoves moves = TorsionMoves.of(molecule.topology(), 1);
        List<Torsion> phi = Torsions.phi(molecule.topology());
        List<Torsion> psi = Torsions.psi(molecule.topology());
        int size = molecule.xyz().length;
        int lanes = 16;
        Field field = Field.of(size / 3, 12, lanes, (xyz, forces) -> {
            Arrays.fill(forces, 0);
            double phi1 = Torsions.angle(xyz, 0, phi.get(0));
            double psi1 = Torsions.angle(xyz, 0, psi.get(0));
            double phi2 = Torsions.angle(xyz, 0, phi.get(1));
            double psi2 = Torsions.angle(xyz, 0, psi.get(1));
            return energy(phi1, psi1) + energy(phi2, psi2) + 3 * Math.cos(psi1 - phi2);
        });
        assertThat(moves.count()).isEqualTo(7);
        TileKernel kernel = field.newKernel();
        LangevinMiddle tile =
                new LangevinMiddle(new LangevinSettings(0.001, 1, true), field.masses(), lanes, new Seed(13), 0);
        for (int lane = 0; lane < lanes; lane++) {
            tile.setPositions(lane, molecule.xyz(), 0);
            tile.setTemperature(lane, 300);
        }
        tile.refresh(kernel);
        int trials = 20_000;
        double[][] cells = new double[36][lanes];
        double[] xyz = new double[size];
        for (int i = -400; i < trials; i++) {
            tile.turn(moves, kernel);
            for (int lane = 0; i >= 0 && lane < lanes; lane++) {
                tile.positions(lane, xyz, 0);
                int cell = cell(Torsions.angle(xyz, 0, psi.get(0)), Torsions.angle(xyz, 0, phi.get(1)));
                cells[cell][lane] += 1.0 / trials;
            }
        }
        double[] exact = exactJointCells();
        for (int cell = 0; cell < 36; cell++) {
            requireAgreement(Estimate.ofIndependent(cells[cell]), exact[cell]);
        }
    }

    /**
     * The same for a side chain, with as many trials as bonds at a time: χ₁ and the torsion of the hydroxyl group, in
     * the energy of φ and ψ above. 16 lanes of 10,000 times two trials, |z| < 6.5 for each of 37 numbers: a false
     * alarm in 2500. The seed is fixed.
     */
    @Tag("slow")
    @Test
    void turnsOfASideChainSampleTheirJointDistribution() {
        Molecule molecule = Peptide.of("Ace-S-Nme");
        requireCoupledTorsions(
                molecule,
                torsion(molecule, "N", "CA", "CB", "OG"),
                torsion(molecule, "CA", "CB", "OG", "HG"),
                TorsionMoves.of(molecule.topology(), 12),
                10_000,
                new Seed(14));
    }

    /**
     * The same for ω and the ψ behind it. 16 lanes of 10,000 times two trials, |z| < 6.5 for each of 37 numbers: a
     * false alarm in 2500. The seed is fixed.
     */
    @Tag("slow")
    @Test
    void turnsOfPeptideBondsSampleTheirJointDistribution() {
        Molecule molecule = Peptide.of("Ace-P-Nme");
        requireCoupledTorsions(
                molecule,
                Torsions.peptideBonds(molecule.topology()).getFirst(),
                Torsions.psi(molecule.topology()).getFirst(),
                TorsionMoves.of(molecule.topology(), 12),
                10_000,
                new Seed(15));
    }

    private static Torsion torsion(Molecule molecule, String... names) {
        int[] atoms = Arrays.stream(names)
                .mapToInt(name -> molecule.topology().atom(1, name))
                .toArray();
        return new Torsion(String.join("-", names), atoms[0], atoms[1], atoms[2], atoms[3]);
    }

    /** P(ψ₁, φ₂) ∝ g(ψ₁) h(φ₂) exp(−3 cos(ψ₁ − φ₂)/kT), g and h integrals over the torsions beside them. */
    private static double[] exactJointCells() {
        int grid = 360;
        double kt = Units.thermalEnergy(300);
        double[] g = new double[grid];
        double[] h = new double[grid];
        for (int a = 0; a < grid; a++) {
            for (int b = 0; b < grid; b++) {
                g[a] += Math.exp(-energy(angle(b, grid), angle(a, grid)) / kt);
                h[a] += Math.exp(-energy(angle(a, grid), angle(b, grid)) / kt);
            }
        }
        double[] cells = new double[36];
        for (int a = 0; a < grid; a++) {
            for (int b = 0; b < grid; b++) {
                double coupling = 3 * Math.cos(angle(a, grid) - angle(b, grid));
                cells[cell(angle(a, grid), angle(b, grid))] += g[a] * h[b] * Math.exp(-coupling / kt);
            }
        }
        double sum = Arrays.stream(cells).sum();
        return Arrays.stream(cells).map(c -> c / sum).toArray();
    }

    private static double angle(int i, int grid) {
        return 2 * Math.PI * ((i + 0.5) / grid - 0.5);
    }

    private static void requireAgreement(Estimate found, double exact) {
        assertThat(Math.abs(found.value() - exact) / found.error())
                .as("%s, exact %.4f", found, exact)
                .isLessThan(6.5);
    }

    /**
     * Turns between steps of dynamics must not heat stiff bonds, to whose forces the velocities lean: with Δt at a
     * third of the longest stable one, every bond holds kT/2 (less 1e-3 for anharmonicity) and every degree of freedom
     * kT/2. 16 lanes; |z| < 6.5 each, false alarm in 1e5. Leaving velocities as they are would give 5 % too much,
     * and leaving those of the atoms on the axis alone 4 %.
     */
    @Tag("slow")
    @Test
    void turnsDoNotHeat() {
        int lanes = 16;
        Field field = Field.of(22, 12, lanes, bonds(MOLECULE, 3e5));
        TileKernel kernel = field.newKernel();
        LangevinMiddle tile =
                new LangevinMiddle(new LangevinSettings(0.003, 2, true), field.masses(), lanes, new Seed(3), 0);
        for (int lane = 0; lane < lanes; lane++) {
            tile.setPositions(lane, MOLECULE.xyz(), 0);
            tile.setTemperature(lane, 300);
            tile.drawVelocities(lane, 300, new Seed(3).stream("velocity", lane));
        }
        tile.refresh(kernel);
        double[] potential = new double[lanes];
        double[] kinetic = new double[lanes];
        int moments = 3000;
        for (int i = -500; i < moments; i++) {
            tile.run(10, kernel);
            tile.turn(MOVES, kernel);
            for (int lane = 0; i >= 0 && lane < lanes; lane++) {
                potential[lane] += tile.potentialEnergy(lane) / moments;
                kinetic[lane] += tile.kineticEnergy(lane) / moments;
            }
        }
        double kt = Units.thermalEnergy(300);
        requireAgreement(Estimate.ofIndependent(potential), 21 * kt / 2);
        requireAgreement(Estimate.ofIndependent(kinetic), 66 * kt / 2);
    }

    private static Field.EnergyFunction bonds(Molecule molecule, double k) {
        return (xyz, forces) -> {
            Arrays.fill(forces, 0);
            double energy = 0;
            for (Topology.Bond bond : molecule.topology().bonds()) {
                double r = distance(xyz, bond.first(), bond.second());
                double stretch = r - distance(molecule.xyz(), bond.first(), bond.second());
                energy += 0.5 * k * stretch * stretch;
                for (int axis = 0; axis < 3; axis++) {
                    double pull = k * stretch / r * (xyz[3 * bond.second() + axis] - xyz[3 * bond.first() + axis]);
                    forces[3 * bond.first() + axis] += pull;
                    forces[3 * bond.second() + axis] -= pull;
                }
            }
            return energy;
        };
    }

    private static double energy(double phi, double psi) {
        return 3 * Math.cos(phi) + 2 * Math.sin(2 * psi) + 2 * Math.cos(phi - psi);
    }

    private static int cell(double phi, double psi) {
        return 6 * slot(phi) + slot(psi);
    }

    private static int slot(double angle) {
        return Math.clamp((int) Math.floor((angle + Math.PI) / (2 * Math.PI) * 6), 0, 5);
    }

    private static double[] exactCellsAndMeanEnergy() {
        double[] cells = new double[37];
        double sum = 0;
        int grid = 600;
        for (int a = 0; a < grid; a++) {
            for (int b = 0; b < grid; b++) {
                double phi = 2 * Math.PI * ((a + 0.5) / grid - 0.5);
                double psi = 2 * Math.PI * ((b + 0.5) / grid - 0.5);
                double weight = Math.exp(-energy(phi, psi) / Units.thermalEnergy(300));
                cells[cell(phi, psi)] += weight;
                cells[36] += weight * energy(phi, psi);
                sum += weight;
            }
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] /= sum;
        }
        return cells;
    }

    private static double[] tile(int lanes) {
        double[] x = new double[66 * lanes];
        for (int i = 0; i < x.length; i++) {
            x[i] = MOLECULE.xyz()[i / lanes];
        }
        return x;
    }

    private static double[] lane(double[] x, int lanes, int lane) {
        double[] xyz = new double[66];
        for (int row = 0; row < 66; row++) {
            xyz[row] = x[row * lanes + lane];
        }
        return xyz;
    }

    private static double distance(double[] xyz, int i, int j) {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++) {
            double d = xyz[3 * i + axis] - xyz[3 * j + axis];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
