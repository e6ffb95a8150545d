// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where log and trace go may be deaf, full or slow: clients are served, and what is missing is counted in its place. */
@Timeout(120)
class LogIT {
    /** More than a pipe and the lines that wait for it hold: two lines each. */
    private static final int MANY = 3_000;

    private static final Pattern REQUEST =
            Pattern.compile(".*connection 1 (PERSISTENT RESERVE|CHECK CONDITION|GOOD).*");
    private static final Pattern LOST = Pattern.compile(".*[: ](\\d+) lines lost");

    @TempDir
    private Path folder;

    @Test
    void whoReadsAgainSeesHowManyLinesAreMissingAndWhere() throws Exception {
        try (Running helper = Running.on(socket(), "-v");
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            ask(client, file, MANY);
            // The notice has the place of what is missing: what was said before is there, and what comes after.
            List<String> said = new ArrayList<>();
            Matcher lost = readUntilLost(helper, said);
            assertThat(lost.group()).startsWith("qemu-pr-helper: warning: ");
            assertThat(said).allMatch(line -> line.startsWith("qemu-pr-helper: connection 1 "));
            long written = said.stream()
                    .filter(line -> REQUEST.matcher(line).matches())
                    .count();
            assertThat(written + Long.parseLong(lost.group(1))).isEqualTo(2L * MANY);
            ask(client, file, 1);
            assertThat(helper.readUntil("READ KEYS")).startsWith("qemu-pr-helper: connection 1 PERSISTENT RESERVE IN ");
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    private static Matcher readUntilLost(Running helper, List<String> said) throws IOException {
        while (true) {
            String line = helper.readUntil("");
            Matcher lost = LOST.matcher(line);
            if (lost.matches()) {
                return lost;
            }
            said.add(line);
        }
    }

    /** As logrotate(8) does: what is written before the signal is in the old file, what comes after it in a new one. */
    @Test
    void aTraceThatWasRenamedIsOpenedAnewOnSigusr1() throws Exception {
        Path trace = folder.resolve("trace");
        Path old = folder.resolve("trace.1");
        try (Running helper = Running.on(socket(), "-T", "pr_connect,file=" + trace)) {
            assumeThat(helper.before()).doesNotContain("no Landlock");
            HelperClient.connect(socket()).close();
            Await.until("the first line is written", () -> Files.size(trace) > 0);
            Files.move(trace, old);
            HelperClient.connect(socket()).close();
            Await.until(
                    "both lines are in the old file",
                    () -> Files.readAllLines(old).size() == 2);
            new ProcessBuilder("kill", "-USR1", Long.toString(helper.process().pid()))
                    .start()
                    .waitFor();
            Await.until("there is a new file", () -> Files.exists(trace));
            HelperClient.connect(socket()).close();
            Await.until(
                    "a line is in the new file", () -> Files.readAllLines(trace).size() == 1);
            assertThat(old).content().hasLineCount(2);
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    @Test
    void theEndDoesNotWaitForAReaderWhoDoesNotRead() throws Exception {
        Path pid = folder.resolve("pid");
        try (Running helper = Running.on(socket(), "-v", "-f", pid.toString());
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            ask(client, file, MANY);
            assertThat(helper.signal("TERM")).isZero();
            assertThat(folder).isEmptyDirectory();
        }
    }

    /** A hung trace keeps nobody from writing the log; when somebody reads it, it says what it misses. */
    @Test
    void aTraceThatNobodyReadsKeepsNothingUpAndCountsWhatItMisses() throws Exception {
        Path trace = folder.resolve("trace");
        assertThat(new ProcessBuilder("mkfifo", trace.toString()).start().waitFor())
                .isZero();
        Process cat =
                new ProcessBuilder("sh", "-c", "exec 3<\"$0\"; read -r _ && exec cat <&3", trace.toString()).start();
        try (Running helper = Running.on(socket(), "-T", "pr_request,enable=pr_reply,file=" + trace);
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            ask(client, file, MANY);
            try (HelperClient second = HelperClient.connect(socket())) {
                assertThat(second.offered()).isZero();
                assertThat(helper.readUntil("connection 2 ")).contains(" from pid ");
            }
            cat.getOutputStream().write('\n');
            cat.getOutputStream().flush();
            BufferedReader reader = cat.inputReader(StandardCharsets.UTF_8);
            long written = 0;
            String line = reader.readLine();
            while (!line.contains(":pr_lost ")) {
                assertThat(line).matches("\\d+@\\d+\\.\\d{6}:pr_re(quest|ply) connection 1 .*");
                written++;
                line = reader.readLine();
            }
            Matcher lost = LOST.matcher(line);
            assertThat(lost.matches()).isTrue();
            assertThat(written + Long.parseLong(lost.group(1))).isEqualTo(2L * MANY);
            assertThat(helper.signal("TERM")).isZero();
        } finally {
            cat.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFullDiskUnderTheTraceIsAWarningAndNothingElse() throws Exception {
        try (Running helper = Running.on(socket(), "-T", "*,file=/dev/full");
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            ask(client, file, 10);
            assertThat(helper.signal("TERM")).isZero();
            String all = helper.before() + String.join("\n", helper.rest());
            assertThat(all)
                    .containsOnlyOnce("qemu-pr-helper: warning: the trace cannot be written: No space left on device");
            assertThat(all).containsPattern("qemu-pr-helper: warning: \\d+ lines of the trace lost");
        }
    }

    /** GNU dd sets what its output is, which we share. */
    @Test
    void aPipeThatDoesNotBlockGetsEveryLine() throws Exception {
        try (Running helper = Running.in("dd if=/dev/null oflag=nonblock status=none >&2;", Map.of(), socket(), "-v");
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(Path.of("/proc/" + helper.process().pid() + "/fdinfo/2"))
                    .content()
                    .containsPattern("flags:\\s+0*4001\n");
            // More than fits into the pipe, and less than that and what may wait.
            ask(client, file, 400);
            ask(client, file, 400);
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 1_600; i++) {
                said.add(helper.readUntil("connection 1 "));
            }
            assertThat(said).allMatch(line -> line.startsWith("qemu-pr-helper: connection 1 "));
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    /** What ends the start is said where somebody hears it, and ends it where nobody does. */
    @Test
    void aStartThatFailsEndsAlsoWhereStandardErrorTakesNothingMore() throws Exception {
        Process helper = Installed.OURS.start(
                "dd if=/dev/zero bs=64k count=1 status=none >&2; exec \"$0\" \"$@\"",
                Map.of(),
                "-k",
                "/no.such.folder/s",
                "word");
        try {
            assertThat(helper.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(helper.exitValue()).isEqualTo(1);
            assertThat(helper.getErrorStream().readAllBytes()).hasSize(64 << 10);
        } finally {
            helper.destroyForcibly();
        }
    }

    @Test
    void whatADaemonSaysInItsStartIsForItsCaller() throws Exception {
        Path pid = folder.resolve("pid");
        Installed.Outcome outcome = Installed.OURS.run("-d", "-v", "-k", socket().toString(), "-f", pid.toString());
        ProcessHandle daemon =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        try {
            assertThat(outcome.status()).isZero();
            assertThat(outcome.err()).endsWith("qemu-pr-helper: listening on " + socket() + "\n");
        } finally {
            daemon.destroy();
            daemon.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    /** The threads that write are among those whose rights are looked at: none can do more than a serving one. */
    @Test
    void theThreadsThatWriteAreConfined() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
        try (Running helper = Running.on(socket(), "-T", "*,file=" + folder.resolve("trace"))) {
            String tasks = "/proc/" + helper.process().pid() + "/task";
            List<String> found = new ArrayList<>();
            try (var threads = Files.list(Path.of(tasks))) {
                for (Path thread : threads.toList()) {
                    String name = Files.readString(thread.resolve("comm")).strip();
                    if (name.equals("pr-log") || name.equals("pr-trace")) {
                        found.add(name);
                        assertThat(thread.resolve("status"))
                                .content()
                                .contains("NoNewPrivs:\t1\n", "Seccomp:\t2\n")
                                .contains(
                                        name.equals("pr-log")
                                                ? "CapEff:\t0000000000000000\n"
                                                : "CapEff:\t0000000000020000\n");
                    }
                }
            }
            assertThat(found).containsExactlyInAnyOrder("pr-log", "pr-trace");
            Await.until("the trace has its first lines", () -> Files.size(folder.resolve("trace")) > 0);
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    private static void ask(HelperClient client, OwnedFd file, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(client.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 8)))
                    .isInstanceOf(PrOutcome.CheckCondition.class);
        }
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
