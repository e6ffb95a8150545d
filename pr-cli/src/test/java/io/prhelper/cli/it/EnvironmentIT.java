// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment of the caller does not change the helper. */
@Timeout(60)
class EnvironmentIT {
    /** seccomp(2), a program of four steps: is it call 332, then EPERM, else it is allowed. */
    private static final String WITHOUT_STATX = "exec perl -e '$f = pack(\"SCCL\" x 4, 0x20,0,0,0, 0x15,0,1,332,"
            + " 0x06,0,0,0x00050001, 0x06,0,0,0x7fff0000); syscall(157, 38, 1, 0, 0, 0);"
            + " syscall(157, 22, 2, pack(\"Sx6P\", 4, $f)) == 0 or die; exec @ARGV' \"$0\" \"$@\"";

    /** unshare(2) with CLONE_NEWUSER; who stays outside writes the maps. */
    private static final String FIXED_GROUPS = "setpriv --groups=0,4 perl -e 'pipe(R, W); pipe(S, T); $p = $$;"
            + " unless (fork) { sysread(R, $x, 1); $m = \"0 0 65536\";"
            + " for ([setgroups => \"deny\"], [uid_map => $m], [gid_map => $m])"
            + " { open(F, \">\", \"/proc/$p/$_->[0]\") or die; print F $_->[1]; close(F) or die } syswrite(T, \"x\"); exit }"
            + " syscall(272, 0x10000000) == 0 or die; close(T); syswrite(W, \"x\"); sysread(S, $x, 1) or die; wait; exec @ARGV' ";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void optionsForVirtualMachinesAreNotOurs(String variable) {
        assertThat(version(Map.of(variable, "-Xmx1"))).isEqualTo(version(Map.of()));
        assertThat(version(Map.of(variable, "-version"))).isEqualTo(version(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "CLASSPATH, /nowhere",
        "JAVA_HOME, /nowhere",
        "_JAVA_LAUNCHER_DEBUG, 1",
        "LD_LIBRARY_PATH, /nowhere",
        "LD_BIND_NOW, 1",
        "IFS, eqmupr-",
        "ENV, /nowhere",
        "BASH_ENV, /nowhere",
        "CDPATH, /",
        "HOME, /nowhere",
        "TMPDIR, /nowhere",
        "TZ, Nowhere/Else",
    })
    void whatMightChangeAShellOrAVirtualMachineDoesNot(String variable, String value) {
        assertThat(version(Map.of(variable, value))).isEqualTo(version(Map.of()));
    }

    /** Only the shell of the launcher gets to see it. */
    @Test
    void aLibraryThatIsPreloadedIsNotInTheProcess() throws Exception {
        Path library = Installed.OURS
                .path()
                .resolveSibling("../lib/runtime/lib/libjsig.so")
                .toRealPath();
        Map<String, String> hostile = Map.of("LD_PRELOAD", library.toString(), "LD_LIBRARY_PATH", "/nowhere");
        try (Running helper = Running.in("", hostile, folder.resolve("s"))) {
            String process = "/proc/" + helper.process().pid();
            assertThat(Files.readString(Path.of(process, "maps")))
                    .contains("libjvm.so")
                    .doesNotContain("libjsig.so");
            assertThat(Files.readString(Path.of(process, "environ"))).doesNotContain("LD_");
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    /** A shell says by itself that its folder is gone; nobody else has anything to say about it. */
    @Test
    void aFolderThatIsDeletedIsGoodEnoughToStartIn() throws Exception {
        try (Running helper = Running.in(inADeletedFolder(), Map.of(), socket())) {
            assertThat(helper.before().lines().filter(line -> !line.contains("getcwd")))
                    .allMatch(line -> line.startsWith("qemu-pr-helper: privileges kept: "));
            assertThat(helper.signal("TERM")).isZero();
        }
        Path pidFile = folder.resolve("pid");
        Outcome background = Installed.OURS.shell(
                inADeletedFolder() + " exec \"$0\" \"$@\"",
                Map.of(),
                "-dk",
                socket().toString(),
                "-f",
                pidFile.toString());
        assertThat(background.status()).isZero();
        assertThat(background.err().lines()).allMatch(line -> line.contains("getcwd"));
        end(pidFile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-vf", "-df"})
    void noFileIsMadeInAFolderThatIsDeleted(String options) {
        Outcome outcome = Installed.OURS.shell(
                inADeletedFolder() + " exec \"$0\" \"$@\"", Map.of(), "-k", socket().toString(), options, "pid");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).endsWith("pid': No such file or directory\n");
        assertThat(folder).isEmptyDirectory();
    }

    /** Else the trace is opened with the number of standard error, and gets what is said there. */
    @ParameterizedTest
    @ValueSource(strings = {"2>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"})
    void aStandardStreamThatIsClosedIsTheNullDeviceAndNoOtherFile(String closed) throws Exception {
        Path trace = folder.resolve("trace");
        Process process = Installed.OURS.start(
                "exec \"$0\" \"$@\" " + closed, Map.of(), "-k", socket().toString(), "-T", "*,file=" + trace, "stray");
        try {
            Await.until("it listens", () -> Files.exists(socket()) || !process.isAlive());
            ProcessHandle helper = process.descendants()
                    .filter(handle -> handle.children().findAny().isEmpty())
                    .findFirst()
                    .orElseThrow();
            for (int fd = 0; fd < 3; fd++) {
                if (closed.contains(fd + "<") || closed.contains(fd + ">")) {
                    assertThat(Files.readSymbolicLink(Path.of("/proc/" + helper.pid() + "/fd/" + fd)))
                            .isEqualTo(Path.of("/dev/null"));
                }
            }
            helper.destroy();
            assertThat(process.waitFor()).isZero();
            assertThat(trace).content().contains(":pr_listen ").doesNotContain("warning");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"umount -l /proc", "mount -t tmpfs none /proc"})
    void whereProcIsMissingOneSentenceSaysSo(String hidden) throws Exception {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root may mount");
        for (String option : new String[] {"-v", "-d"}) {
            Outcome outcome = Installed.OURS.shell(
                    "exec unshare --mount sh -c 'mount --make-rprivate / && " + hidden
                            + " && exec \"$0\" \"$@\"' \"$0\" \"$@\"",
                    Map.of(),
                    option,
                    "-k",
                    socket().toString());
            assertThat(outcome).isEqualTo(new Outcome(1, "", "qemu-pr-helper: /proc is missing\n"));
        }
    }

    /** A filter such as old container managers have, which knows no statx(2) and says EPERM. */
    @Test
    void whereAFilterRefusesStatxOneSentenceSaysSo() {
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "perl is missing, which makes the filter");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the filter is one for x86-64");
        Outcome outcome = Installed.OURS.shell(WITHOUT_STATX, Map.of(), "-k", socket().toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "qemu-pr-helper: statx(2), without which no device can be told from another, is refused here"
                                + " (Operation not permitted): ")
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    /** A namespace in which there are users, but groups can not be left. */
    @Test
    void whereAUserNamespaceForbidsSetgroupsItServes() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the call is one for x86-64");
        assumeTrue(
                Installed.OURS.shell(FIXED_GROUPS + "true", Map.of()).status() == 0,
                "no such namespace can be made here");
        String line = FIXED_GROUPS + "\"$0\" \"$@\"; exit $?;";
        try (Running helper = Running.in(line, Map.of(), socket())) {
            assertThat(helper.before()).contains("stay: this user namespace forbids setgroups");
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    /** Which is about what the JVM and its threads need, with the class archive. */
    @Test
    void oneGigabyteOfAddressSpaceIsEnough() throws Exception {
        try (Running helper = Running.in("ulimit -v 1000000;", Map.of(), socket());
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket())) {
            client.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 8));
            assertThat(Files.readString(Path.of("/proc/" + helper.process().pid(), "maps")))
                    .contains("classes.jsa");
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    /** Unconfined, because a confined helper cannot make files anyway; in a folder where every thread may, whoever it is. */
    @Test
    void aCrashIsReportedOnStandardErrorAndLeavesNoFile() throws Exception {
        Path everybodys = Files.createDirectory(folder.resolve("d"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(everybodys, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Running helper = Running.in("ulimit -c 0; cd '" + everybodys + "';", Map.of(), socket(), "--unconfined")) {
            new ProcessBuilder("kill", "-SEGV", Long.toString(helper.process().pid()))
                    .start()
                    .waitFor();
            assertThat(helper.rest()).contains("END.");
        }
        assertThat(everybodys).isEmptyDirectory();
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private String inADeletedFolder() {
        return "mkdir '%1$s'; cd '%1$s'; rmdir '%1$s';".formatted(folder.resolve("gone"));
    }

    /** Ends the daemon that wrote a pid file. */
    private static void end(Path pidFile) throws Exception {
        ProcessHandle daemon = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        daemon.destroy();
        daemon.onExit().get();
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL, C", "LC_ALL, tr_TR.UTF-8", "LANG, tr_TR.ISO-8859-9", "LC_ALL, no_such", "LC_ALL, ''"})
    void theLocaleChangesNothingThatIsSaid(String variable, String locale) throws IOException {
        Map<String, String> environment = Map.of(variable, locale, "LANGUAGE", "tr");
        for (String line : new String[] {"-h", "-T help", "--deny-action=CLEAR,INVALID -k /s", "-T 'PR_LI*' -k rel"}) {
            String call = "exec \"$0\" " + line;
            assertThat(Installed.OURS.shell(call, environment)).isEqualTo(Installed.OURS.shell(call, Map.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "1000", "0", "-1", "wide"})
    void theWidthOfATerminalChangesNothing(String columns) {
        Map<String, String> environment = Map.of("COLUMNS", columns, "TERM", "xterm", "PICOCLI_ANSI", "true");
        assertThat(Installed.OURS.shell("exec \"$0\" -h", environment)).isEqualTo(Installed.OURS.run("-h"));
    }

    private static Outcome version(Map<String, String> environment) {
        Outcome outcome = Installed.OURS.shell("exec \"$0\" -V", environment);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        return outcome;
    }
}
