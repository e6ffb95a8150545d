// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.command.Commands;
import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.cli.option.Description;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands with a word: what asks for one, and what it makes of the rest of its command line. */
class CommandsIT {
    @TempDir
    private Path folder;

    @Test
    void theDemonstrationShowsNoSurprise() {
        Outcome outcome = Installed.OURS.run("demo");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    /** A report that is lost is not all well. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "inspect /dev/null", "doctor"})
    void aFullDiskIsAFailure(String line) {
        Outcome outcome = Installed.OURS.shell("exec \"$0\" \"$@\" >/dev/full", Map.of(), line.split(" "));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("standard output can not be written");
    }

    @Test
    void everyCommandHasAHelpOfItsOwn() {
        for (Description command : Commands.descriptions()) {
            for (String option : new String[] {"-h", "--help", "--he"}) {
                Outcome outcome = Installed.OURS.run(command.word(), option);
                assertThat(outcome.status()).isZero();
                assertThat(outcome.err()).isEmpty();
                assertThat(outcome.out())
                        .startsWith("Usage: " + Installed.OURS.path() + " " + command.word() + " [OPTION]...")
                        .doesNotContain("--socket-mode");
                assertThat(outcome.out().replaceAll("\\s+", " ")).contains(command.sentence());
            }
        }
    }

    /** The helper's options are not the demonstration's, and nothing is done but to say so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--nonsense | unrecognized option '--nonsense'",
                "--help=x | option '--help' doesn't allow an argument",
                "-hZ --nonsense |",
                "-Zh | invalid option -- 'Z'",
                "-d | invalid option -- 'd'",
                "-k rel | invalid option -- 'k'",
                "--daemon | unrecognized option '--daemon'",
                "extra | extra operand 'extra'",
                "-- --help | extra operand '--help'",
                "one two | extra operand 'one'",
                "extra --nonsense | unrecognized option '--nonsense'",
            })
    void aWrongArgumentOfTheDemonstrationIsNamed(String arguments, String message) {
        String path = Installed.OURS.path().toString();
        Outcome outcome = Installed.OURS.run(("demo " + arguments).split(" "));
        if (message == null) {
            assertThat(outcome.status()).isZero();
            assertThat(outcome.out()).startsWith("Usage: ");
        } else {
            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            1,
                            "",
                            path + ": " + message + "\nqemu-pr-helper: Try `" + path
                                    + " demo --help' for more information.\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demonstration", "Demo", "dem", "-q demo", "-- demo", "word demo"})
    void onlyTheWholeWordInFrontAsksForACommand(String line) {
        assertThat(Installed.OURS.run((line.startsWith("--") ? "-k rel " + line : line + " -k rel").split(" ")))
                .isEqualTo(new Outcome(1, "", "qemu-pr-helper: socket path must be absolute\n"));
    }

    @Test
    void aDaemonIsNotStartedBehindAWordThatIsNoCommand() {
        String socket = folder.resolve("s").toString();
        assertThat(Installed.OURS.run("inspct", "-d", "/dev/sda", "-k", socket))
                .isEqualTo(new Outcome(
                        1, "", "qemu-pr-helper: Failed to daemonize: 'inspct' is no command; options come first\n"));
        assertThat(folder).isEmptyDirectory();
    }
}
