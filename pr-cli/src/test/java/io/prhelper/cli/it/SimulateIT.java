// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code simulate}: what it takes, says and ends with. What it serves is the business of {@link LibiscsiIT}. */
final class SimulateIT {
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalEndsItWithoutAWord(String signal) throws Exception {
        Path socket = folder.resolve("s");
        try (Simulating simulating = Simulating.start("-l", "127.0.0.1:0", "-k", socket.toString(), "--ports", "2")) {
            assertThat(simulating.line())
                    .matches("iqn\\.2026-01\\.io\\.prhelper:strict-spc5 on 127\\.0\\.0\\.1:\\d+,1"
                            + " 127\\.0\\.0\\.1:\\d+,2 and a helper on .*/s");
            assertThat(simulating.signal(signal)).isZero();
            assertThat(simulating.errors()).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everyFileThatAClientPassesIsAnInitiatorOfItsOwn() throws Exception {
        Path socket = folder.resolve("s");
        try (Simulating simulating = Simulating.start("--profile=lio", "--socket=" + socket)) {
            assertThat(simulating.line()).isEqualTo("a helper on " + socket);
            try (HelperClient client = HelperClient.connect(socket);
                    HelperClient other = HelperClient.connect(socket);
                    OwnedFd alice = OwnedFd.inMemory("alice");
                    OwnedFd bob = OwnedFd.inMemory("bob")) {
                PrOutCommand registerB = new PrOutCommand.Register(ReservationKey.ZERO, B);
                PrOutCommand registerA = new PrOutCommand.Register(ReservationKey.ZERO, A);
                assertThat(client.execute(alice.fd(), registerA).toString()).isEqualTo("GOOD");
                assertThat(other.execute(alice.fd(), registerB).toString()).isEqualTo("RESERVATION CONFLICT");
                assertThat(other.execute(bob.fd(), registerB).toString()).isEqualTo("GOOD");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p lio | nothing to serve: neither --listen nor --socket is given",
                "-l 127.0.0.1 | --listen must be IP ADDRESS:PORT, with ports up to 65535, not '127.0.0.1'",
                "-l localhost:0 | --listen must be IP ADDRESS:PORT, with ports up to 65535, not 'localhost:0'",
                "-l ::1:0 | --listen must be IP ADDRESS:PORT, with ports up to 65535, not '::1:0'",
                "-l 127.0.0.1:65536 | --listen must be IP ADDRESS:PORT, with ports up to 65535, not '127.0.0.1:65536'",
                "-l 127.0.0.1:65535 --ports 2 | --listen must be IP ADDRESS:PORT, with ports up to 65535, not '127.0.0.1:65535'",
                "-l 0.0.0.0:0 | other machines can reach 0.0.0.0: --listen takes it with --allow-remote only",
                "-l 127.0.0.1:0 --units 17 | --units must be 1 to 16, not '17'",
                "-l 127.0.0.1:0 --ports many | --ports must be 1 to 8, not 'many'",
                "-k relative | socket path must be absolute, unlike 'relative'",
            })
    void whatItCanNotUseIsNamed(String arguments, String message) {
        assertThat(Installed.OURS.run(("simulate " + arguments).split(" ")))
                .isEqualTo(new Outcome(1, "", "qemu-pr-helper: " + message + "\n"));
    }

    @Test
    void aProfileThatThereIsNotIsNamed() {
        Outcome outcome = Installed.OURS.run("simulate", "-k", "/s", "-p", "no");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("qemu-pr-helper: no target profile \"no\"; there are strict-spc5, lio");
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(Installed.OURS.run("simulate", "-l", address))
                    .isEqualTo(new Outcome(
                            1, "", "qemu-pr-helper: can not listen on " + address + ": Address already in use\n"));
        }
    }

    @Test
    void otherMachinesMayReachItWhereThatIsAskedFor() throws Exception {
        try (Simulating simulating = Simulating.start("-l", "0.0.0.0:0", "--allow-remote")) {
            assertThat(simulating.line()).contains(" on 0.0.0.0:");
            assertThat(simulating.signal("TERM")).isZero();
            assertThat(simulating.errors())
                    .isEqualTo("qemu-pr-helper: warning: whoever can reach 0.0.0.0 may use the target\n");
        }
    }
}
