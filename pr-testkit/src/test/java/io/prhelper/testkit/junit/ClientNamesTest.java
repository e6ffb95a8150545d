// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read for a client. */
@SimulatedReservationTarget
final class ClientNamesTest {
    private static final ReservationKey KEY = new ReservationKey(0xa);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;

    @TempDir
    private Path folder;

    @Test
    void aClientIsCalledLikeItsParameter(SimulatedTarget target, SimulatedClient alice, SimulatedClient bob) {
        alice.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(KEY));
        alice.execute(new PrOutCommand.Reserve(KEY, TYPE));
        assertThat(target).hasToString("""
                        simulated target strict-spc5
                        LUN 0: generation 1, WRITE_EXCLUSIVE held by alice (sas,5000000000000001) through port 1
                          alice (sas,5000000000000001) through port 1 with 0x000000000000000a, holder""");
        assertThatThrownBy(() -> assertThat(target.unit(0)).isReservedBy(bob.nexus(), TYPE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        Expected a reservation WRITE_EXCLUSIVE held by bob (sas,5000000000000002) through port 1 of
                        LUN 0: generation 1, WRITE_EXCLUSIVE held by alice (sas,5000000000000001) through port 1
                          alice (sas,5000000000000001) through port 1 with 0x000000000000000a, holder""");
        assertThatThrownBy(() -> assertThat(target.unit(0)).hasNotRegistered(alice.nexus()))
                .hasMessageStartingWith("Expected alice (sas,5000000000000001) through port 1 not registered of");
    }

    @Test
    void theAnnotationMayGiveAnotherName(
            SimulatedTarget target, @SimulatedReservationTarget(name = "the node that hangs") SimulatedClient bob) {
        assertThat(bob).hasToString("the node that hangs (sas,5000000000000001) through port 1 to LUN 0");
        assertThat(target.has(bob.nexus().unit())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "-parameters, 'bob (sas,5000000000000001) through port 1 to LUN 0'",
        "-nowarn, 'sas,5000000000000001 through port 1 to LUN 0'"
    })
    void withoutANameItIsAnAddress(String option, String expected) throws Exception {
        compile(source(expected), option);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Inner.passes(loader.loadClass("UserTest"), Map.of(), 1);
        }
    }

    /** A user's test, in which a client prints what it is called. */
    private static String source(String expected) {
        return """
                import io.prhelper.simulation.disk.SimulatedClient;
                import io.prhelper.testkit.junit.SimulatedReservationTarget;
                import org.junit.jupiter.api.Assertions;
                import org.junit.jupiter.api.Test;

                class UserTest {
                    @Test
                    void prints(@SimulatedReservationTarget SimulatedClient bob) {
                        Assertions.assertEquals("%s", bob.toString());
                    }
                }
                """.formatted(expected);
    }

    private void compile(String source, String option) throws IOException {
        Path file = Files.writeString(folder.resolve("UserTest.java"), source);
        String path = System.getProperty("java.class.path") + File.pathSeparator
                + System.getProperty("jdk.module.path", "") + File.pathSeparator + "target/classes";
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(out, out, "-proc:none", option, "-cp", path, "-d", folder.toString(), file.toString());
        assertThat(status).as(said.toString()).isZero();
    }
}
