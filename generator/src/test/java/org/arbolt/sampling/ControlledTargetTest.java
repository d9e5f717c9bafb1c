package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Restraint;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

/** What a twist of an unfinished molecule is told of a restraint: the target has no energy of its own here. */
class ControlledTargetTest {
    private record Flat(int atoms) implements Target {
        @Override
        public Target part(BitSet atoms) {
            return new Flat(atoms.cardinality());
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            Exclusion[] none = new Exclusion[frames.count()];
            Arrays.fill(none, Exclusion.NONE);
            return new Evaluation(new double[frames.count()], new double[frames.count()], none);
        }
    }

    @Test
    void atomsThatDecideARestraintAreToldIt() {
        Molecule molecule = Peptide.of("AAA");
        Restraint restraint = Restraint.of("distance(CA 1, CA 2) = 0.5 +- 0.02", molecule.topology(), molecule.xyz());
        Target target = new ControlledTarget(new Flat(33), Control.bias(restraint));
        double whole = target.evaluate(molecule.frames()).reducedEnergy()[0];
        assertThat(whole).isPositive().isEqualTo(restraint.reducedBias(molecule.xyz(), 0));
        assertThat(reduced(target, molecule, "residue 1-2")).isEqualTo(whole);
        assertThat(reduced(target, molecule, "residue 2")).isZero();
    }

    private static double reduced(Target target, Molecule molecule, String selection) {
        BitSet placed = new BitSet();
        AtomSelection.of(selection, molecule.topology(), molecule.xyz()).atoms().forEach(placed::set);
        return target.part(placed).evaluate(molecule.frames().of(placed)).reducedEnergy()[0];
    }
}
