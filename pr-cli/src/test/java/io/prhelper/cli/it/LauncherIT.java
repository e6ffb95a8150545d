// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.command.Commands;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Option;
import io.prhelper.cli.option.OptionParser;
import io.prhelper.cli.option.ServeOption;
import io.prhelper.cli.option.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher with a stand-in for the JVM that says how it was called. */
class LauncherIT {
    @TempDir
    private Path folder;

    private Path launcher = Path.of("");

    @BeforeEach
    void installTheLauncherWithAStandIn() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("the dist/bin"));
        launcher = Files.copy(Installed.OURS.path(), bin.resolve("qemu-pr-helper"));
        Path runtime = Files.createDirectories(folder.resolve("the dist/lib/runtime/bin"));
        Path java = Files.writeString(runtime.resolve("qemu-pr-helper"), """
                #!/bin/sh
                echo "pid $$"
                for word do case $word in -Dio.prhelper.directory=*) echo background ;; esac; done
                echo 0
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Every option in every way to write it, with something like --daemon behind: the parser decides who is right. */
    @Test
    void theLauncherAndTheParserAgreeOnWhatIsInTheBackground() throws Exception {
        List<List<String>> lines =
                new ArrayList<>(List.of(List.of("--", "-d"), List.of("-d", "--"), List.of("-", "--da")));
        for (Option option : ServeOption.all()) {
            for (String written : ways(option)) {
                lines.add(List.of(written, "-d"));
                lines.add(List.of(written, "--da", "-vd"));
                lines.add(List.of("-v", "stray", written, "-Tpr_d"));
            }
        }
        lines.removeIf(line -> isInBackground(line).isEmpty());
        assertThat(lines).hasSizeGreaterThan(400);
        assertThat(runAll(lines)).zipSatisfy(lines, (said, line) -> {
            assertThat(said).as("%s", line).startsWith("pid ");
            assertThat(Optional.of(said.contains("background"))).as("%s", line).isEqualTo(isInBackground(line));
        });
    }

    /** Whether it is a command's or a slip of the hand: the parser decides what becomes of the rest. */
    @Test
    void nothingBehindAWordInFrontIsInTheBackground() throws Exception {
        List<String> words = new ArrayList<>(List.of("stray", "d", "s-d", "k", "[!-]", "/dev/sda"));
        for (Description command : Commands.descriptions()) {
            words.add(command.word());
        }
        List<List<String>> lines = new ArrayList<>();
        for (String word : words) {
            for (String behind : new String[] {"-d", "--daemon", "-vd", "-- -d", "-k /s -d", "again -d " + word}) {
                List<String> line = new ArrayList<>(List.of(word));
                line.addAll(List.of(behind.split(" ")));
                lines.add(line);
            }
        }
        assertThat(runAll(lines))
                .zipSatisfy(
                        lines,
                        (said, line) -> assertThat(said)
                                .as("%s", line)
                                .startsWith("pid ")
                                .doesNotContain("background"));
    }

    @Test
    void aWordInFrontIsNoneThatIsEmptyOrBeginsWithAHyphen() throws Exception {
        for (String first : new String[] {"", "-", "-q"}) {
            assertThat(run(List.of(first, "-d"))).as("%s", first).contains("background");
            assertThat(run(List.of(first, "word", "-d"))).as("%s", first).contains("background");
        }
    }

    @Test
    void theShellBecomesTheVirtualMachine() throws Exception {
        Process process = new ProcessBuilder(launcher.toString(), "-k", "/s").start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("pid " + process.pid() + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./qemu-pr-helper",
                "../bin/qemu-pr-helper",
                "sh qemu-pr-helper",
                "PATH=$PWD:$PATH qemu-pr-helper"
            })
    void itIsFoundHoweverItIsCalled(String call) throws Exception {
        for (String option : new String[] {"-v", "-d"}) {
            Process process = new ProcessBuilder("sh", "-c", call + " " + option)
                    .directory(launcher.toFile().getParentFile())
                    .start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("pid ");
            assertThat(process.waitFor()).isZero();
        }
    }

    /** Nor is one needed to follow a link, to go into the background, or to hand a socket on. */
    @ParameterizedTest
    @ValueSource(strings = {"exec \"$0\" -v", "exec \"$0\" -d", "LISTEN_PID=$$ exec \"$0\" -d"})
    void noSearchPathIsNeeded(String call) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
        Process process = new ProcessBuilder("sh", "-c", "PATH=; export PATH LISTEN_PID; " + call, link.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("pid ");
        assertThat(process.waitFor()).isZero();
    }

    /** Else a file that is opened next gets the number, and what is meant for the stream. */
    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "busybox sh"})
    void aStandardStreamThatIsClosedBecomesTheNullDevice(String shell) throws Exception {
        Path said = folder.resolve("said");
        Files.writeString(folder.resolve("the dist/lib/runtime/bin/qemu-pr-helper"), """
                #!/bin/sh
                for fd in 0 1 2; do file=$(readlink /proc/$$/fd/$fd); echo "$file" >&3; done 3>'%s'
                """.formatted(said));
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v " + shell)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0,
                shell + " is missing");
        for (String closed : new String[] {"", "0<&-", "1>&-", "2>&-", "0<&- 1>&-", "0<&- 2>&-", "0<&- 1>&- 2>&-"}) {
            Files.deleteIfExists(said);
            String call = "</dev/zero " + shell + " \"$0\" -v " + closed;
            Process process = new ProcessBuilder(
                            "sh", "-c", "exec 1>/dev/full 2>/dev/full; " + call, launcher.toString())
                    .start();
            assertThat(process.waitFor()).isZero();
            assertThat(Files.readAllLines(said))
                    .as("%s %s", shell, closed)
                    .zipSatisfy(
                            List.of("0", "1", "2"),
                            (file, fd) -> assertThat(file)
                                    .as("%s %s: %s", shell, closed, fd)
                                    .matches(
                                            closed.contains(fd + "<") || closed.contains(fd + ">")
                                                    ? "/dev/null"
                                                    : "/dev/(zero|full)"));
        }
    }

    @Test
    void theStatusOfADaemonThatDiesWithoutAWordIsOne() throws Exception {
        Files.writeString(folder.resolve("the dist/lib/runtime/bin/qemu-pr-helper"), "#!/bin/sh\nkill -KILL $$\n");
        assertThat(new ProcessBuilder(launcher.toString(), "-d").start().waitFor())
                .isEqualTo(1);
    }

    private static List<String> ways(Option option) {
        List<String> ways = new ArrayList<>(List.of(option.typed() + "=d"));
        for (int length = 1; length <= option.longName().length(); length++) {
            ways.add("--" + option.longName().substring(0, length));
        }
        if (option.hasLetter()) {
            ways.addAll(List.of("-" + option.letter(), "-v" + option.letter(), "-" + option.letter() + "d"));
        }
        return ways;
    }

    /** The shell asks env(1) what it can, and says so where it can make no process for that. */
    @Test
    void whereThereIsNoRoomForAnotherProcessItSaysSo() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root becomes another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "prlimit",
                        "--nproc=0",
                        launcher.toString(),
                        "-k",
                        "s")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("qemu-pr-helper: ")
                .containsIgnoringCase("fork");
        assertThat(process.waitFor()).isNotZero();
    }

    /** What the parser makes of it; empty for what is an error, which ends at once either way. */
    private static Optional<Boolean> isInBackground(List<String> line) {
        OptionParser<ServeOption> parser = new OptionParser<>(ServeOption.all(), line.toArray(String[]::new));
        boolean daemon = false;
        try {
            for (ServeOption option = parser.next(); option != null; option = parser.next()) {
                daemon |= option == ServeOption.DAEMON;
            }
            return Optional.of(daemon);
        } catch (UsageException wrong) {
            return Optional.empty();
        }
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        return runAll(List.of(arguments)).getFirst();
    }

    /** What each of these calls says. One shell makes them all: a JVM takes twenty times as long to start a process. */
    private List<String> runAll(List<List<String>> calls) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (List<String> arguments : calls) {
            script.append(quoted(launcher.toString()));
            arguments.forEach(argument -> script.append(' ').append(quoted(argument)));
            script.append(" 2>&1; printf '\\0'\n");
        }
        Process process = new ProcessBuilder(
                        "sh", Files.writeString(folder.resolve("calls"), script).toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<String> parts = List.of(said.split("\0", -1));
        assertThat(parts).hasSize(calls.size() + 1).last().isEqualTo("");
        return parts.subList(0, calls.size());
    }

    private static String quoted(String word) {
        return "'" + word + "'";
    }
}
