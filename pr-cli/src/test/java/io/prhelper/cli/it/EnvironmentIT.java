// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment of the caller does not change the helper. */
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
