package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;

class MinimiserTest {

    @Test
    void findsTheBottomOfAWellFromAnywhere() {
        RandomStream random = new Seed(1).stream("start", 0);
        Frames start = Frames.allocate(11, 3);
        for (int i = 0; i < start.xyz().length; i++) {
            start.xyz()[i] = random.nextGaussian();
        }
        Minimiser.Result found = Minimiser.minimise(Field.of(3, 1, 4, Field.oscillators(1e5)), start, 1e-3, 10_000);
        for (int frame = 0; frame < 11; frame++) {
            assertThat(found.largestForces()[frame]).isLessThan(1e-3);
            assertThat(found.energies()[frame]).isCloseTo(0, within(1e-9));
        }
    }

    /** Atoms pushed into one another, where the repulsion is 1e10 times what it is at rest. */
    @Test
    void takesClashesAway() {
        Frames start = Field.zigzag(6, 0.15);
        for (int axis = 0; axis < 3; axis++) {
            start.xyz()[9 + axis] = start.xyz()[axis] + 0.015;
        }
        Minimiser.Result found = Minimiser.minimise(Field.of(6, 1, 4, Field.chain(1e5, 0.15)), start, 1, 20_000);
        assertThat(found.largestForces()[0]).isLessThan(1);
        assertThat(found.energies()[0]).isLessThan(10);
    }

    @Test
    void aConformationEndsWhereItWouldAlone() {
        Frames one = Field.zigzag(4, 0.14);
        Frames two = Frames.concatenate(List.of(Field.zigzag(4, 0.2), one), 4);
        Field chain = Field.of(4, 1, 4, Field.chain(1e5, 0.15));
        double[] alone = Minimiser.minimise(chain, one, 1, 5000).frames().xyz();
        double[] together =
                Minimiser.minimise(chain, two, 1, 5000).frames().slice(1, 2).xyz();
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void coincidingAtomsAreRefused() {
        Field chain = Field.of(4, 1, 4, Field.chain(1e5, 0.15));
        assertThatThrownBy(() -> Minimiser.minimise(chain, Frames.allocate(1, 4), 1, 10))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("conformation 0");
    }
}
