// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.simulation.target.TargetProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompareOptionsTest {
    private static final String URL = "iscsi://127.0.0.1/iqn.2026-01.example:disk/0";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Compare.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    @Test
    void whatIsNotSaidHasADefault() {
        CompareOptions options = CompareOptions.parse(URL, "profile=lio", "limit=3", "script=no");
        assertThat(options.address().port()).isEqualTo(3260);
        assertThat(options.profile()).isEqualTo(TargetProfile.LIO);
        assertThat(options.steps()).isEqualTo(10_000);
        assertThat(options.limit()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.script()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "profile=none, no target profile \"none\"",
        "steps=many, 'steps is 0 to 9223372036854775807, not \"many\"'",
        "length=0, 'length is 1 to 10000, not \"0\"'",
        "limit=-1, 'limit is 1 to 3600, not \"-1\"'",
        "script=maybe, 'script is yes or no, not \"maybe\"'",
        "speed=1, 'not \"speed=1\"'",
        "fast, 'not \"fast\"'"
    })
    void aWrongValueIsNamed(String argument, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompareOptions.parse(URL, argument))
                .withMessageContaining(message);
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(run("iscsi:disk")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not \"iscsi:disk\"");
        assertThat(run()).isEqualTo(2);
        assertThat(run("help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("profile=NAME")
                .contains("strict-spc5, lio");
    }

    @Test
    void aTargetThatIsNotThereEndsWithThree() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(run("iscsi://127.0.0.1:" + free + "/iqn.2026-01.example:disk/0"))
                .isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("compare: ").contains("refused");
    }
}
