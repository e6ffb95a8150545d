// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
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
