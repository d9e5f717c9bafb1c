package org.arbolt.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;

class ModelConditionsTest {
    private static final Path FILE = Path.of("model.safetensors");

    @Test
    void goIntoAFileAndComeBack() {
        ModelConditions conditions = new ModelConditions("amber14-obc1", "2", 310);
        assertThat(ModelConditions.of(FILE, conditions.note())).contains(conditions);
        assertThat(conditions).isEqualTo(new ModelConditions("amber14-obc1", "2.0", 310));
        assertThat(conditions.words()).isEqualTo("amber14-obc1, cut-off 2.0 nm, 310 K");
        assertThat(ModelConditions.of(FILE, Map.of())).isEmpty();
    }

    @Test
    void thatCannotBeAreRefusedWithTheFile() {
        for (String text : new String[] {
            "{",
            "{\"forceField\":\"charmm\",\"cutoff\":\"none\",\"temperatureKelvin\":300}",
            "{\"forceField\":\"amber14-obc1\",\"cutoff\":\"none\",\"temperatureKelvin\":-3}"
        }) {
            assertThatThrownBy(() -> ModelConditions.of(FILE, Map.of("arbolt.conditions", text)))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("model.safetensors");
        }
    }
}
