// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.Limits;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many clients the limit of open files leaves room for. */
final class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({"66, 1", "67, 1", "68, 2", "256, 96", "1024, 480", "524288, 262112", "-1, 1073741823"})
    void aClientTakesTwoAndSomeAreKept(long limit, int connections) throws IOException {
        assertThat(Descriptors.room(limit, 64)).isEqualTo(connections);
    }

    /** What is left of the limit after two for each connection and the reserve; some out of the reserve where that is nothing. */
    @ParameterizedTest
    @CsvSource({"-1, 4096", "524288, 4096", "6208, 4096", "6207, 4095", "2200, 88", "2112, 8", "66, 8"})
    void clientsThatAreTurnedAwayMayHoldTheRest(long limit, int sockets) {
        assertThat(Descriptors.parking(limit, Limits.DEFAULTS)).isEqualTo(sockets);
    }

    @Test
    void whatIsKeptCanBeSet() throws IOException {
        assertThat(Descriptors.room(256, 254)).isEqualTo(1);
        assertThatIOException().isThrownBy(() -> Descriptors.room(256, 255));
    }

    @Test
    void aLimitWithoutRoomForOneClientIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> Descriptors.room(65, 64))
                .withMessage("RLIMIT_NOFILE is 65: a server needs at least 66 file descriptors");
    }
}
