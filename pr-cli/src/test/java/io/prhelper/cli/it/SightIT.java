// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.JsonForm;
import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inspect} and {@code watch} beside a simulated unit, through a helper: each file is a host's way to it. */
final class SightIT {
    private static final ReservationKey A = new ReservationKey(0x3c7a0001L);
    private static final ReservationKey B = new ReservationKey(0xbL);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    @TempDir
    private Path folder;

    private Simulating simulating;
    private String socket;

    @BeforeEach
    void simulate() throws IOException {
        socket = folder.resolve("s").toString();
        simulating = Simulating.start("-k", socket);
        for (String name : new String[] {"one", "two"}) {
            Files.createFile(folder.resolve(name));
        }
    }

    @AfterEach
    void end() throws Exception {
        assertThat(simulating.signal("TERM")).isZero();
        simulating.close();
    }

    private void send(String disk, PrOutCommand command) throws IOException {
        try (HelperClient client = HelperClient.connect(Path.of(socket));
                OwnedFd fd = OwnedFd.open(folder.resolve(disk), true)) {
            assertThat(client.execute(fd.fd(), command).toString()).isEqualTo("GOOD");
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void whoHoldsWhat() throws Exception {
        send("one", new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        send("two", new PrOutCommand.RegisterAndIgnoreExistingKey(B));
        send("one", new PrOutCommand.Reserve(A, TYPE));
        Outcome text = Installed.OURS.run("inspect", "-k", socket, path("one"));
        assertThat(text.status()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .contains(
                        "write exclusive, registrants only; held with key " + A,
                        "2 registrations, generation 2",
                        B.toString());
        Outcome json = Installed.OURS.run("inspect", "--json", "-k", socket, path("one"), path("two"));
        assertThat(json.status()).isZero();
        assertThat(new JsonForm("inspect-1").faults(json.out())).isEmpty();
        assertThat(json.out())
                .contains("\"holder\":true", "\"key\":\"" + A + "\"")
                .hasLineCount(1);
    }

    @Test
    void whatCanNotBeInspectedCostsItsOwnLineOnly() {
        Outcome outcome = Installed.OURS.run("inspect", "-k", socket, path("none"), path("one"), folder.toString());
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains(
                        path("none") + "  no device\n  not inspected  no such file\n",
                        path("one") + "  no device\n  reservation    none\n");
    }

    @Test
    void aDeviceWithoutAnAnswerDoesNotHoldUpTheOthers() throws Exception {
        // A helper that accepts and says nothing.
        try (ServerSocketChannel silent = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            Path path = folder.resolve("silent");
            silent.bind(UnixDomainSocketAddress.of(path));
            Outcome outcome = Installed.OURS.run("inspect", "-t", "1", "-k", path.toString(), path("one"), path("two"));
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.out())
                    .contains("one  no device\n  not inspected  no answer within 1 s\n", "two  no device\n  not");
        }
    }

    @Test
    void manyDevicesAtOnce() throws Exception {
        List<String> line = new ArrayList<>(List.of("inspect", "-k", socket));
        for (int i : IntStream.range(0, 200).toArray()) {
            Path file = Files.createFile(folder.resolve("disk" + i));
            line.add(file.toString());
        }
        Outcome outcome = Installed.OURS.run(line.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().split("reservation    none\n", -1)).hasSize(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inspect | missing operand DEVICE",
                "inspect --all /dev/null | --all and a device can not be given together",
                "inspect -t 0 /dev/null | --timeout must be 1 to 3600, not '0'",
                "inspect -t soon /dev/null | --timeout must be 1 to 3600, not 'soon'",
                "watch -n 0 /dev/null | --interval must be 0.1 to 3600, not '0'",
                "watch -n 1e3 /dev/null | --interval must be 0.1 to 3600, not '1e3'",
                "watch /nonexistent | /nonexistent: no such file",
                "watch /dev/null | /dev/null is neither a block device nor a SCSI generic or tape device",
            })
    void whatIsWrongIsNamed(String line, String message) {
        assertThat(Installed.OURS.run(line.split(" ")))
                .isEqualTo(new Outcome(1, "", "qemu-pr-helper: " + message + "\n"));
    }

    @Test
    void whatIsNoScsiDeviceSaysSo() {
        Outcome outcome = Installed.OURS.run("inspect", "/dev/null");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        2,
                        "/dev/null  no device\n  not inspected  /dev/null is neither a block device nor a SCSI generic or tape device\n",
                        ""));
    }

    @Test
    void eachChangeIsALine() throws Exception {
        try (Launched watch = new Launched(Installed.OURS.start(
                "exec \"$0\" \"$@\"", Map.of(), "watch", "-n", "0.1", "-k", socket, path("one")))) {
            BufferedReader lines = watch.child().inputReader(StandardCharsets.UTF_8);
            JsonForm form = new JsonForm("watch-1");
            assertThat(next(lines, form)).contains("\"change\":\"start\"");
            send("two", new PrOutCommand.RegisterAndIgnoreExistingKey(A));
            assertThat(next(lines, form)).contains("\"change\":\"registered\"", A.toString());
            send("two", new PrOutCommand.Reserve(A, TYPE));
            assertThat(next(lines, form)).contains("\"change\":\"reserved\"");
            send("two", new PrOutCommand.Clear(A));
            assertThat(next(lines, form)).contains("\"change\":\"removed\"");
            assertThat(next(lines, form)).contains("\"change\":\"released\"");
            assertThat(watch.signal("INT")).isZero();
        }
    }

    private static String next(BufferedReader lines, JsonForm form) throws IOException {
        String line = String.valueOf(lines.readLine());
        assertThat(form.faults(line)).isEmpty();
        return line;
    }

    /** A helper that goes is one line, and it is asked again. */
    @Test
    void aHelperThatGoesAndComesBack() throws Exception {
        String other = folder.resolve("other").toString();
        Simulating first = Simulating.start("-k", other);
        try (Launched watch = new Launched(
                Installed.OURS.start("exec \"$0\" \"$@\"", Map.of(), "watch", "-n", "0.1", "-k", other, path("one")))) {
            BufferedReader lines = watch.child().inputReader(StandardCharsets.UTF_8);
            JsonForm form = new JsonForm("watch-1");
            assertThat(next(lines, form)).contains("\"change\":\"start\"");
            assertThat(first.signal("TERM")).isZero();
            assertThat(next(lines, form)).contains("\"change\":\"lost\"");
            try (Simulating second = Simulating.start("-k", other)) {
                assertThat(next(lines, form)).contains("\"change\":\"back\"");
                assertThat(second.signal("TERM")).isZero();
                assertThat(next(lines, form)).contains("\"change\":\"lost\"");
            }
        } finally {
            first.close();
        }
    }

    /** As {@code watch ... | head -1} does. */
    @Test
    void whereNobodyReadsItEnds() throws Exception {
        try (Launched watch = new Launched(Installed.OURS.start(
                "exec \"$0\" \"$@\"", Map.of(), "watch", "-n", "0.1", "-k", socket, path("one")))) {
            BufferedReader lines = watch.child().inputReader(StandardCharsets.UTF_8);
            lines.readLine();
            lines.close();
            send("two", new PrOutCommand.RegisterAndIgnoreExistingKey(A));
            Await.until("the command ends", () -> !watch.child().isAlive());
            assertThat(watch.child().exitValue()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({">/dev/full, No space left on device", ">&-, Bad file descriptor"})
    void whereNothingCanBeWrittenItEndsAsAFailure(String to, String why) {
        Outcome watch = Installed.OURS.shell(
                "exec \"$0\" \"$@\" " + to, Map.of(), "watch", "-n", "0.1", "-k", socket, path("one"));
        assertThat(watch)
                .isEqualTo(new Outcome(1, "", "qemu-pr-helper: standard output can not be written: " + why + "\n"));
        Outcome inspect =
                Installed.OURS.shell("exec \"$0\" \"$@\" " + to, Map.of(), "inspect", "-k", socket, path("one"));
        assertThat(inspect.status()).isEqualTo(1);
        assertThat(inspect.err())
                .startsWith("qemu-pr-helper: standard output can not be written")
                .hasLineCount(1);
    }

    @Test
    void aNameThatIsNotUtf8IsNotJustMissing() {
        assertThat(Installed.OURS
                        .shell("exec \"$0\" inspect -k \"$1\" \"$(printf '/tmp/\\377')\"", Map.of(), socket)
                        .out())
                .endsWith("not inspected  no such file, or its name is not UTF-8\n");
    }

    @Test
    void aHelperThatIsNotThereIsNotTheDevicesFault() {
        String nobody = path("nobody");
        Outcome watch = Installed.OURS.run("watch", "-k", nobody, path("one"));
        assertThat(watch.status()).isEqualTo(1);
        assertThat(watch.err())
                .startsWith("qemu-pr-helper: no helper listens at " + nobody + ": ")
                .hasLineCount(1);
        Outcome inspect = Installed.OURS.run("inspect", "-k", nobody, path("one"));
        assertThat(inspect.status()).isEqualTo(2);
        assertThat(inspect.out()).contains("not inspected  no helper listens at " + nobody);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "watch"})
    void anEmptyNameIsNone(String command) {
        Outcome outcome = Installed.OURS.run(command, "");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(": empty operand DEVICE\n");
    }
}
