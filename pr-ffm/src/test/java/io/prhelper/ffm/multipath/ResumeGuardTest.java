// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.ChildJvm;
import io.prhelper.guard.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of suspended maps when the process that suspended them ends, in each way in which it may. */
@Timeout(60)
final class ResumeGuardTest {
    /** HUP, INT, QUIT and TERM, as in the mask of ignored signals in /proc. */
    private static final long IGNORED = 1 | 1 << 1 | 1 << 2 | 1 << 14;

    @TempDir
    Path folder;

    private SysfsMaps maps;
    private ChildJvm helper;
    private long guard;

    /** Programs of these names that the guard finds first: they write down what they are asked, and answer as the test says. */
    @BeforeEach
    @Timeout(60)
    void aHelper() throws IOException {
        program("multipathd", """
                echo "$*" >>asked
                cat "answer-$(wc -l <asked)" 2>/dev/null || cat answer
                """);
        // So that nobody waits between two tries.
        program("sleep", "echo \"sleep $*\" >>asked-between\n");
        answer("answer", "ok");
        Path sysfs = folder.resolve("sys");
        maps = new SysfsMaps(sysfs);
        for (int i : new int[] {1, 3, 4, 13}) {
            maps.add("dm-" + i, "253:" + i, "mpath-" + i);
        }
        List<String> command = new ArrayList<>(ChildJvm.command(List.of(), Helper.class));
        // The command begins with "env" and an option of that.
        command.add(2, "PATH=" + folder + ":" + System.getenv("PATH"));
        command.add(sysfs.toString());
        helper = ChildJvm.start(false, command);
        guard = Long.parseLong(helper.line());
        Await.until("it ignores what may be sent to the whole group", () -> (ignored() & IGNORED) == IGNORED);
    }

    @AfterEach
    @Timeout(60)
    void nothingIsLeft() {
        helper.close();
        Await.until("the guard has ended", this::hasEnded);
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\ncd '" + folder + "' || exit\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What {@code multipathd} answers; each time, or that time. */
    private void answer(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text + "\n");
    }

    private long ignored() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + guard + "/status"))) {
            if (line.startsWith("SigIgn:")) {
                return Long.parseUnsignedLong(line.substring(7).strip(), 16);
            }
        }
        throw new IOException("no SigIgn");
    }

    /** Also if nobody has asked for its status yet: it has no command line then. */
    private boolean hasEnded() {
        try {
            return Files.readString(Path.of("/proc/" + guard + "/cmdline")).isEmpty();
        } catch (IOException gone) {
            return true;
        }
    }

    private void tell(String line) throws IOException {
        helper.say(line);
        assertThat(helper.line()).isEqualTo(line);
    }

    private void kill() throws Exception {
        helper.signal("KILL");
        helper.status();
        Await.until("the guard has ended", this::hasEnded);
    }

    private List<String> asked() throws IOException {
        return lines("asked");
    }

    private List<String> lines(String file) throws IOException {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    @Test
    void aMapIsResumedWhenTheHelperIsKilledWhileItIsSuspended() throws Exception {
        tell("suspended dm-3");
        assertThat(asked()).isEmpty();
        kill();
        assertThat(asked()).containsExactly("resume map mpath3");
        assertThat(lines("asked-between")).isEmpty();
    }

    @Test
    void mapsThatAreResumedAlreadyAreLeftAlone() throws Exception {
        tell("suspended dm-3");
        tell("suspended dm-13");
        tell("suspended dm-1");
        tell("resumed dm-3");
        tell("suspended dm-4");
        tell("suspended dm-4");
        tell("resumed dm-1");
        tell("suspended dm-1");
        tell("resumed dm-7");
        kill();
        assertThat(asked()).containsExactlyInAnyOrder("resume map mpath13", "resume map mpath4", "resume map mpath1");
    }

    @Test
    void aHelperThatIsKilledWithoutAnySuspendedMapLeavesNothingToDo() throws Exception {
        tell("suspended dm-3");
        tell("resumed dm-3");
        kill();
        assertThat(asked()).isEmpty();
    }

    @Test
    void itTriesAgainWhileMultipathdDoesNotResume() throws Exception {
        answer("answer-1", "fail");
        answer("answer-2", "timeout");
        Files.createFile(folder.resolve("answer-3"));
        tell("suspended dm-3");
        tell("suspended dm-4");
        kill();
        assertThat(asked())
                .containsExactly(
                        "resume map mpath3",
                        "resume map mpath3",
                        "resume map mpath3",
                        "resume map mpath3",
                        "resume map mpath4");
        assertThat(lines("asked-between")).containsExactly("sleep 1", "sleep 1", "sleep 1");
    }

    /** A map that can not be resumed must not keep the others waiting for ever. */
    @Test
    void itGivesUpAfterTenTriesAndTurnsToTheNextMap() throws Exception {
        answer("answer", "fail");
        answer("answer-11", "ok");
        tell("suspended dm-3");
        tell("suspended dm-4");
        kill();
        List<String> all = new ArrayList<>(Collections.nCopies(10, "resume map mpath3"));
        all.add("resume map mpath4");
        assertThat(asked()).isEqualTo(all);
    }

    @Test
    void aMapThatWasRenamedMeanwhileIsResumedByItsNewName() throws Exception {
        tell("suspended dm-3");
        maps.alias("dm-3", "other");
        kill();
        assertThat(asked()).containsExactly("resume map other");
    }

    @Test
    void aMapThatIsGoneKeepsNoOtherFromBeingResumed() throws Exception {
        tell("suspended dm-3");
        tell("suspended dm-4");
        maps.remove("dm-3", "253:3");
        kill();
        assertThat(asked()).containsExactly("resume map mpath4");
    }

    @Test
    void itEndsByItselfWhenItIsClosed() throws Exception {
        tell("suspended dm-3");
        tell("resumed dm-3");
        tell("close");
        Await.until("the guard has ended", this::hasEnded);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsSuspendedWhenItIsClosedIsResumed() throws Exception {
        tell("suspended dm-3");
        tell("close");
        Await.until("the guard has ended", this::hasEnded);
        assertThat(asked()).containsExactly("resume map mpath3");
        helper.say("suspended dm-3");
        assertThat(helper.line()).startsWith("java.io.IOException");
    }

    @Test
    void itHearsMoreAndResumesAlsoIfItWasToldToEnd() throws Exception {
        for (String name : List.of("HUP", "INT", "QUIT", "TERM", "HUP", "INT", "QUIT", "TERM")) {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(guard))
                            .start()
                            .waitFor())
                    .isZero();
        }
        tell("suspended dm-3");
        tell("suspended dm-4");
        tell("resumed dm-3");
        assertThat(hasEnded()).isFalse();
        kill();
        assertThat(asked()).containsExactly("resume map mpath4");
    }

    /** A kill of the guard itself is noticed when there is something to tell it. */
    @Test
    void aGuardThatIsGoneIsNoticed() throws Exception {
        new ProcessBuilder("kill", "-KILL", Long.toString(guard)).start().waitFor();
        Await.until("the guard has ended", this::hasEnded);
        Await.until("its end is seen", () -> {
            helper.say("suspended dm-3");
            return helper.line().contains("EPIPE");
        });
        tell("close");
    }

    /** A helper as far as the guard has to do with it: says what it was told when it has passed it on. */
    static final class Helper {
        private Helper() {}

        public static void main(String[] arguments) throws IOException {
            ResumeGuard guard = ResumeGuard.start(Path.of(arguments[0]));
            System.out.println(
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(done(guard, line));
            }
            guard.close();
        }

        private static String done(ResumeGuard guard, String line) {
            String[] words = line.split(" ", 2);
            try {
                switch (words[0]) {
                    case "suspended" -> guard.suspended(words[1]);
                    case "resumed" -> guard.resumed(words[1]);
                    default -> guard.close();
                }
                return line;
            } catch (IOException ended) {
                return ended.toString();
            }
        }
    }
}
