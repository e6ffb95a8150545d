// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.prhelper.cli.JsonForm;
import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.daemon.JournalSocket;
import io.prhelper.guard.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trail of the installed helper: as the schema says, and where it can not be written, no request fails for it and every line is counted. */
@Timeout(120)
class AuditIT {
    /** More than a pipe and the lines that wait for it hold. */
    private static final int MANY = 3_000;

    private static final PrCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 8);
    private static final PrCommand CLEAR = new PrOutCommand.Clear(new ReservationKey(1));
    private static final PrCommand FENCE = new PrOutCommand.PreemptAndAbort(
            new ReservationKey(0xa), new ReservationKey(0xb), ReservationType.WRITE_EXCLUSIVE);
    private static final Pattern LOST_LINE = Pattern.compile(".*\"event\":\"lost\",\"lost\":(\\d+)}");
    private static final Pattern LOST_AT_THE_END = Pattern.compile(".*warning: (\\d+) lines of the audit trail lost");

    @TempDir
    private Path folder;

    private Path socket() {
        return folder.resolve("s");
    }

    private Path trail() {
        return folder.resolve("trail");
    }

    private static void ask(HelperClient client, OwnedFd file, PrCommand command, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(client.execute(file.fd(), command)).isInstanceOf(PrOutcome.CheckCondition.class);
        }
    }

    @Test
    void whatWasAskedAndRefusedIsThereAndWhatWasOnlyReadIsNot() throws Exception {
        try (Running helper = Running.on(socket(), "--audit=" + trail(), "--deny-action=clear");
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            try (HelperClient client = HelperClient.connect(socket())) {
                ask(client, file, READ_KEYS, 1);
                ask(client, file, FENCE, 1);
                ask(client, file, CLEAR, 1);
            }
            assertThat(helper.readUntil(" PREEMPT AND ABORT ")).contains("warning: connection 1 ", "sense 0B/00/06");
            assertThat(helper.signal("TERM")).isZero();
        }
        JsonForm schema = new JsonForm("audit-1");
        List<String> lines = Files.readAllLines(trail());
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(schema.faults(line)).isEmpty());
        String pid = "\"pid\":" + ProcessHandle.current().pid() + ",";
        String command =
                "\"command\":\"" + Files.readString(Path.of("/proc/self/comm")).strip();
        assertThat(lines.get(0))
                .contains(
                        "\"event\":\"command\"",
                        pid,
                        command,
                        "\"device\":{\"kind\":\"other\"},\"action\":\"PREEMPT AND ABORT\","
                                + "\"key\":\"0x000000000000000a\",\"serviceActionKey\":\"0x000000000000000b\"",
                        "\"sense\":\"0B/00/06\",\"decision\":\"EXECUTED\"");
        assertThat(lines.get(1))
                .contains(
                        "\"event\":\"refusal\"",
                        pid,
                        command,
                        "\"action\":\"CLEAR\"",
                        "\"decision\":\"ACTION_DENIED\"");
    }

    /** As logrotate(8) does. */
    @Test
    void aTrailThatWasRenamedIsOpenedAnewOnSigusr1() throws Exception {
        Path old = folder.resolve("trail.1");
        try (Running helper = Running.on(socket(), "--audit=" + trail());
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            assumeThat(helper.before()).doesNotContain("no Landlock");
            ask(client, file, FENCE, 1);
            Await.until("the line is written", () -> Files.size(trail()) > 0);
            Files.move(trail(), old);
            new ProcessBuilder("kill", "-USR1", Long.toString(helper.process().pid()))
                    .start()
                    .waitFor();
            Await.until("there is a new file", () -> Files.exists(trail()));
            ask(client, file, FENCE, 2);
            assertThat(helper.signal("TERM")).isZero();
        }
        assertThat(old).content().hasLineCount(1);
        assertThat(trail()).content().hasLineCount(2);
    }

    @Test
    void standardOutputGetsItWhereItIsAskedTo() throws Exception {
        Process helper = Installed.OURS.start("exec \"$0\" \"$@\"", Map.of(), "-k", socket().toString(), "--audit=-");
        try (Launched launched = new Launched(helper);
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            Await.until("it listens", () -> Files.exists(socket()));
            try (HelperClient client = HelperClient.connect(socket())) {
                ask(client, file, FENCE, 1);
            }
            try (BufferedReader out = helper.inputReader(StandardCharsets.UTF_8)) {
                String line = String.valueOf(out.readLine());
                assertThat(new JsonForm("audit-1").faults(line)).isEmpty();
                assertThat(launched.signal("TERM")).isZero();
                assertThat(out.readLine()).isNull();
            }
        }
    }

    @Test
    void aDaemonHasNone() {
        Installed.Outcome outcome = Installed.OURS.run("-d", "-k", socket().toString(), "--audit=-");
        assertThat(outcome)
                .isEqualTo(new Installed.Outcome(
                        1,
                        "",
                        "qemu-pr-helper: --audit=- can't be used with --daemon: standard output is the caller's\n"));
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aFullDiskFailsNoRequestAndEveryLineIsCounted() throws Exception {
        assertAllAreCounted("/dev/full", "No space left on device");
    }

    @Test
    void aDeadJournalFailsNoRequestAndEveryLineIsCounted() throws Exception {
        assumeThat(JournalSocket.PATH).doesNotExist();
        assertAllAreCounted("journal", "No such file or directory");
    }

    private void assertAllAreCounted(String trail, String reason) throws Exception {
        try (Running helper = Running.on(socket(), "--audit=" + trail);
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            try (HelperClient client = HelperClient.connect(socket())) {
                ask(client, file, new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(1)), MANY);
            }
            assertThat(helper.signal("TERM")).isZero();
            List<String> said = helper.rest();
            assertThat(said)
                    .filteredOn(line -> line.contains("cannot be written"))
                    .containsExactly("qemu-pr-helper: warning: the audit trail cannot be written: " + reason);
            assertThat(said)
                    .filteredOn(line -> LOST_AT_THE_END.matcher(line).matches())
                    .containsExactly("qemu-pr-helper: warning: " + MANY + " lines of the audit trail lost");
        }
    }

    /** What nobody read is missing in one piece, and a line in its place says how much it is. */
    @Test
    void aPipeThatNobodyReadsFailsNoRequestAndEveryLineIsCounted() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", trail().toString()).start().waitFor())
                .isZero();
        Process cat =
                new ProcessBuilder("sh", "-c", "exec 3<\"$0\"; read -r _ && exec cat <&3", trail().toString()).start();
        try (Running helper = Running.on(socket(), "--audit=" + trail());
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            ask(client, file, new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(1)), MANY);
            cat.getOutputStream().write('\n');
            cat.getOutputStream().flush();
            BufferedReader reader = cat.inputReader(StandardCharsets.UTF_8);
            List<String> written = new ArrayList<>();
            String line = String.valueOf(reader.readLine());
            Matcher lost = LOST_LINE.matcher(line);
            while (!lost.matches()) {
                written.add(line);
                line = String.valueOf(reader.readLine());
                lost = LOST_LINE.matcher(line);
            }
            assertThat(written.size() + Long.parseLong(lost.group(1))).isEqualTo(MANY);
            JsonForm schema = new JsonForm("audit-1");
            assertThat(schema.faults(lost.group())).isEmpty();
            assertThat(schema.faults(written.getLast())).isEmpty();
            assertThat(helper.signal("TERM")).isZero();
        } finally {
            cat.destroyForcibly().waitFor();
        }
    }
}
