// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScsiStatusTest {
    @ParameterizedTest
    @CsvSource({
        "00, GOOD, GOOD (00h)",
        "02, CHECK_CONDITION, CHECK CONDITION (02h)",
        "04, CONDITION_MET, CONDITION MET (04h)",
        "08, BUSY, BUSY (08h)",
        "18, RESERVATION_CONFLICT, RESERVATION CONFLICT (18h)",
        "28, TASK_SET_FULL, TASK SET FULL (28h)",
        "30, ACA_ACTIVE, ACA ACTIVE (30h)",
        "40, TASK_ABORTED, TASK ABORTED (40h)"
    })
    void codesAreThoseOfTheStandard(String code, ScsiStatus status, String description) {
        int byteValue = Integer.parseInt(code, 16);
        assertThat(status.code()).isEqualTo(byteValue);
        assertThat(ScsiStatus.of(byteValue)).contains(status);
        assertThat(ScsiStatus.describe(byteValue)).isEqualTo(description);
    }

    @Test
    void noOtherByteIsAStatus() {
        assertThat(IntStream.range(0, 0x100).filter(code -> ScsiStatus.of(code).isPresent()))
                .hasSize(ScsiStatus.values().length);
        assertThat(ScsiStatus.of(0x100)).isEmpty();
        assertThat(ScsiStatus.describe(0xee)).isEqualTo("status (EEh)");
    }
}
