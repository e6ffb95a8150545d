// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.simulation.iscsi.IscsiServer;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command, over iSCSI, with a simulated target at the other end. */
final class CompareTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int compare(TargetProfile real, String... options) throws IOException {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(real));
        try (IscsiServer server = IscsiServer.of(target)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .start()) {
            String[] arguments = new String[options.length + 1];
            arguments[0] = "iscsi://" + server.portals().getFirst().text() + "/" + server.targetName() + "/0";
            System.arraycopy(options, 0, arguments, 1, options.length);
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            return Compare.run(print, print, arguments);
        }
    }

    @ParameterizedTest
    @MethodSource("io.prhelper.simulation.target.TargetProfile#all")
    void aTargetIsLikeItsProfile(TargetProfile profile) throws IOException {
        assertThat(compare(profile, "profile=" + profile.name(), "steps=500", "script=no"))
                .as("%s", out)
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("beside " + profile.name(), "PRHELPER", "| random | 500 | 0 | 0 |");
    }

    @Test
    void aTargetThatIsNotTellsTheShortestWayToIt() throws IOException {
        assertThat(compare(TargetProfile.SPDK, "steps=500", "script=no"))
                .as("%s", out)
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("""
                        then A: PREEMPT AND ABORT""");
    }
}
