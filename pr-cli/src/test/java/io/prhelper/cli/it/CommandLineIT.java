// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.command.Commands;
import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.cli.option.ServeOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, row by row of what a drop-in replacement has to do, beside the reference where it is installed. */
class CommandLineIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theHelpGoesToStandardOutputAndNamesTheDefaults(Installed helper) {
        for (String option : new String[] {"-h", "--help"}) {
            Outcome outcome = helper.run(option);
            assertThat(outcome.status()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out())
                    .startsWith("Usage: " + helper.path())
                    .contains("'/var/run/qemu-pr-helper.sock'", "'/var/run/qemu-pr-helper.pid'");
        }
    }

    /** The JVM of the distribution, told that it runs elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "-k /unused.sock"})
    void anotherProcessorIsRefusedWithOneSentence(String arguments) {
        String line = "exec \"${0%/bin/*}/lib/runtime/bin/qemu-pr-helper\" -Dos.arch=loongarch64 "
                + "-m io.prhelper.cli/io.prhelper.cli.Main " + arguments;
        Outcome outcome = Installed.OURS.shell(line, Map.of());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .endsWith(
                        "this works on x86-64, aarch64, s390x, ppc64le and riscv64 only, and the processor is loongarch64");
    }

    /** Of what only a confined start needs one class is none; and the others are in a folder that only root can reach. */
    @Test
    void aClassThatCanNotBeLoadedIsOneSentence() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("io/prhelper/ffm/confine"));
        Files.createFile(damaged.resolve("Landlock.class"));
        String line = "exec \"${0%/bin/*}/lib/runtime/bin/qemu-pr-helper\" --patch-module io.prhelper.ffm=" + folder
                + " -m io.prhelper.cli/io.prhelper.cli.Main -k " + folder.resolve("s");
        Outcome outcome = Installed.OURS.shell(line, Map.of());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .hasLineCount(1)
                .contains("a part of the program can not be loaded: java.lang.ClassFormatError: ");
        assertThat(folder.resolve("s")).doesNotExist();
    }

    @Test
    void theHelpNamesEveryOptionAndCommand() {
        String help = Installed.OURS.run("-h").out();
        assertThat(Commands.descriptions())
                .allSatisfy(command -> assertThat(help).contains("  " + command.word() + "  "));
        assertThat(ServeOption.all()).allSatisfy(option -> assertThat(help).contains(option.typed()));
    }

    @ParameterizedTest
    @EnumSource
    void theVersionBeginsWithTheNameOfTheProgram(Installed helper) {
        for (String option : new String[] {"-V", "--version"}) {
            Outcome outcome = helper.run(option);
            assertThat(outcome.status()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out().lines().findFirst())
                    .hasValueSatisfying(line -> assertThat(line).matches(helper.path() + " \\d+\\.\\d+.*"));
        }
    }

    /** What getopt_long says, with the program's name as it was called, and where to read on, with the last part of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-Z | invalid option -- 'Z'",
                "-dZ | invalid option -- 'Z'",
                "-k | option requires an argument -- 'k'",
                "--bogus | unrecognized option '--bogus'",
                "--bogus=3 | unrecognized option '--bogus=3'",
                "--soc | option '--socket' requires an argument",
                "--daemon=x | option '--daemon' doesn't allow an argument",
                "--v | option '--v' is ambiguous; possibilities: '--version' '--verbose'",
                "--=x | option '--=x' is ambiguous; possibilities: '--help' '--version' '--socket' '--pidfile' '--daemon'"
                        + " '--trace' '--user' '--group' '--verbose' '--quiet'",
                "-qV -Z --bogus | ",
            })
    void aWrongOptionIsNamedAsTheReferenceNamesIt(String arguments, String message) {
        for (Installed helper : Installed.values()) {
            Outcome outcome = helper.run(arguments.split(" "));
            if (message == null) {
                assertThat(outcome.status()).as("%s", helper).isZero();
            } else {
                assertThat(outcome)
                        .isEqualTo(new Outcome(
                                1,
                                "",
                                helper.path() + ": " + message + "\nqemu-pr-helper: Try `" + helper.path()
                                        + " --help' for more information.\n"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-k rel | socket path must be absolute",
                "--socket= | socket path must be absolute",
                "-u no.such.user | invalid user 'no.such.user'",
                "-u -1 | invalid user '-1'",
                "-g no.such.group | invalid group 'no.such.group'",
                "-u root -g 0 -k rel | socket path must be absolute",
                "-u 99999 -g 99999 -k rel | socket path must be absolute",
                "-T foo=bar | Invalid parameter 'foo'",
                "-k /no.such.folder/s | Failed to bind socket to /no.such.folder/s: No such file or directory",
            })
    void aWrongValueIsNamedAsTheReferenceNamesIt(String arguments, String message) {
        for (Installed helper : Installed.values()) {
            Outcome outcome = helper.run(arguments.split(" "));
            assertThat(outcome).as("%s", helper).isEqualTo(new Outcome(1, "", "qemu-pr-helper: " + message + "\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingEventsFileIsNamed(Installed helper) {
        Outcome outcome = helper.run("-T", "events=/no.such.file");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).matches("qemu-pr-helper: ?/no.such.file: No such file or directory\n");
    }

    @ParameterizedTest
    @EnumSource
    void aTraceFileThatCannotBeWrittenIsNamed(Installed helper) {
        assertThat(helper.run(
                        "-T",
                        "file=/no.such.folder/f",
                        "-k",
                        folder.resolve("s").toString()))
                .isEqualTo(new Outcome(
                        1, "", "qemu-pr-helper: Error opening logfile /no.such.folder/f: No such file or directory\n"));
    }

    @ParameterizedTest
    @EnumSource
    void theTraceEventsAreListed(Installed helper) {
        Outcome outcome = helper.run("-T", "help");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).isNotEmpty().allMatch(line -> line.matches("\\w+"));
    }

    @ParameterizedTest
    @EnumSource
    void aPathThatIsTooLongForASocketIsNamed(Installed helper) {
        String path = "/tmp/" + "a".repeat(120);
        Outcome outcome = helper.run("-k", path);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("qemu-pr-helper: ").contains("'" + path + "'", "108 bytes");
    }

    /** One sentence that names the value, and nothing is left behind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-u no.such.user | invalid user 'no.such.user'",
                "-T events=/no.such.file | /no.such.file: No such file or directory",
                "-f /no.such.folder/p | Could not create '/no.such.folder/p': No such file or directory",
                "--in-flight=0 | invalid value '0' for --in-flight: a whole number from 1 to 64 is needed",
                "--max-connections=many | invalid value 'many' for --max-connections: a whole number from 1 to 65536 is"
                        + " needed",
                "--max-per-user=-1 | invalid value '-1' for --max-per-user: a whole number from 1 to 65536 is needed",
                "--max-per-peer=65537 | invalid value '65537' for --max-per-peer: a whole number from 1 to 65536 is"
                        + " needed",
                "--reserve-fds=31 | invalid value '31' for --reserve-fds: a whole number from 32 to 65536 is needed",
                "--handshake-timeout=0 | invalid value '0' for --handshake-timeout: a whole number from 1 to 3600 is"
                        + " needed",
                "--request-timeout=1h | invalid value '1h' for --request-timeout: a whole number from 1 to 3600 is"
                        + " needed",
                "--reply-timeout=3601 | invalid value '3601' for --reply-timeout: a whole number from 1 to 3600 is"
                        + " needed",
                "--timeout= | invalid value '' for --timeout: a whole number from 1 to 3600 is needed",
                "--socket-mode=9 | invalid value '9' for --socket-mode: octal permissions up to 0777 are needed",
                "--socket-group=no.such.group | invalid group 'no.such.group'",
                "--allow-user=no.such.user | invalid user 'no.such.user'",
                "--allow-group=no.such.group | invalid group 'no.such.group'",
                "--allow-device=sdb | invalid value 'sdb' for --allow-device: an absolute path or MAJOR:MINOR is needed",
                "--deny-action=fence | invalid value 'fence' for --deny-action: one of register, reserve, release, clear,"
                        + " preempt, preempt-and-abort, register-and-ignore-existing-key, register-and-move,"
                        + " replace-lost-reservation is needed",
            })
    void aValueThatCannotBeUsedIsNamedAndNothingIsLeft(String arguments, String message) {
        for (String more : new String[] {"", " -d"}) {
            String line = "-k " + folder.resolve("s") + " " + arguments + more;
            assertThat(Installed.OURS.run(line.split(" ")))
                    .isEqualTo(new Outcome(1, "", "qemu-pr-helper: " + message + "\n"));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void theProgramIsCalledWhatItWasCalled() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("other-name"), Installed.OURS.path());
        Outcome outcome = Installed.OURS.shell("exec '" + link + "' -k rel", Map.of());
        Files.delete(link);
        assertThat(outcome.err()).isEqualTo("other-name: socket path must be absolute\n");
    }
}
