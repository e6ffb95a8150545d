// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libvirt counts on when it starts a helper for a virtual machine, with {@code -k} alone. */
@Timeout(60)
class LibvirtIT {
    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    /** libvirt holds the lock of its own pid file in one. */
    @Test
    void descriptorsThatAreInheritedStayOpen() throws Exception {
        Path lock = Files.createFile(folder.resolve("lock"));
        Process helper = shell("exec 9>>'" + lock + "' 8</dev/null; exec \"$0\" -k " + socket());
        awaitSocket(helper);
        assertServes();
        assertThat(Files.readSymbolicLink(fd(helper, 9))).isEqualTo(lock.toRealPath());
        assertThat(Files.readSymbolicLink(fd(helper, 8))).isEqualTo(Path.of("/dev/null"));
    }

    /** The process that was started is in the control group and has the pid that is in libvirt's file. */
    @Test
    void itIsOneProcessFromStartToEnd() throws Exception {
        Process helper = start(new ProcessBuilder(Installed.OURS.path().toString(), "-k", socket().toString()));
        awaitSocket(helper);
        assertServes();
        Path executable = Files.readSymbolicLink(Path.of("/proc/" + helper.pid() + "/exe"));
        assertThat(executable).hasFileName("qemu-pr-helper");
        assertThat(helper.children()).isEmpty();
        assertThat(helper.toHandle().parent()).hasValue(ProcessHandle.current());
        assertEnds(helper);
    }

    @Test
    void whereTheFileExistsClientsCanConnect() throws Exception {
        for (int i = 0; i < 5; i++) {
            Process helper = start(new ProcessBuilder(Installed.OURS.path().toString(), "-k", socket().toString()));
            // Without a pause, to look as early as can be.
            while (!Files.exists(socket())) {
                assertThat(helper.isAlive()).isTrue();
            }
            assertServes();
            assertEnds(helper);
            assertThat(folder).isEmptyDirectory();
        }
    }

    /** With -vv every request makes it write where nobody reads. */
    @ParameterizedTest
    @ValueSource(strings = {"2>&-", "0<&- 1>&- 2>&-", "2>/dev/full", "1>/dev/full 2>/dev/full", "2</dev/null"})
    void aStandardErrorThatTakesNothingDoesNotMatter(String streams) throws Exception {
        Process helper = shell("exec \"$0\" -vv -T '*' -k " + socket() + " " + streams);
        awaitSocket(helper);
        for (int i = 0; i < 3; i++) {
            assertServes();
        }
        assertEnds(helper);
    }

    @Test
    void aReaderThatGoesAwayBeforeItIsReadyDoesNotMatter() throws Exception {
        Process helper =
                start(new ProcessBuilder(Installed.OURS.path().toString(), "-vv", "-T*", "-k", socket().toString())
                        .redirectError(Redirect.PIPE));
        helper.getErrorStream().close();
        awaitSocket(helper);
        assertServes();
        assertEnds(helper);
    }

    /** libvirt reads up to 1023 bytes of why a helper died. */
    @Test
    void whyItCannotStartIsOneSentence() throws Exception {
        Files.writeString(socket(), "in the way");
        Process helper = start(new ProcessBuilder(Installed.OURS.path().toString(), "-k", socket().toString()));
        assertThat(helper.getErrorStream().readNBytes(1023))
                .asString()
                .isEqualTo("qemu-pr-helper: Failed to bind socket to " + socket()
                        + ": a file that is no socket is there\n");
        assertThat(helper.waitFor()).isEqualTo(1);
    }

    private Process shell(String line) throws IOException {
        return start(new ProcessBuilder("sh", "-c", line, Installed.OURS.path().toString()));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void awaitSocket(Process helper) throws InterruptedException {
        while (!Files.exists(socket())) {
            assertThat(helper.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void assertServes() throws IOException {
        try (OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.execute(file.fd(), (PrCommand) new PrInCommand(PrInAction.READ_KEYS, 8)))
                    .isEqualTo(new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED));
        }
    }

    private void assertEnds(Process helper) throws InterruptedException {
        helper.toHandle().destroy();
        assertThat(helper.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(helper.exitValue()).isZero();
        assertThat(socket()).doesNotExist();
    }

    private static Path fd(Process helper, int number) {
        return Path.of("/proc/" + helper.pid() + "/fd/" + number);
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
