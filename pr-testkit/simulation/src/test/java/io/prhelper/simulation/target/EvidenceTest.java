// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EvidenceTest {
    private static List<Evidence> all() {
        return TargetProfile.all().stream()
                .flatMap(profile -> profile.evidence().stream())
                .toList();
    }

    /** Else nobody could say of whom it was seen. */
    @ParameterizedTest
    @EnumSource(Deviation.class)
    void eachDeviationIsSomebodys(Deviation deviation) {
        assertThat(all()).anyMatch(evidence -> evidence.traits().contains(deviation));
    }

    @Test
    void whatIsMeasuredNamesAVersion() {
        assertThat(all())
                .filteredOn(evidence -> evidence.basis() == Evidence.Basis.MEASURED)
                .isNotEmpty()
                .allMatch(evidence -> evidence.source().matches(".*\\d.*"));
    }

    @Test
    void aTraitHasOneEvidence() {
        Evidence measured = Evidence.measured("one 1.0", Deviation.NO_ATTENTIONS);
        Evidence read = Evidence.read("one.c", Deviation.NO_ATTENTIONS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetProfile("one", List.of(measured, read)))
                .withMessage("NO_ATTENTIONS is in the evidence twice");
    }

    @Test
    void evidenceIsOfSomethingAndFromSomewhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evidence.inferred("guess"))
                .withMessage("evidence of nothing: guess");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evidence.read(" ", Feature.ALL_TARGET_PORTS))
                .withMessage("evidence without a source");
    }
}
