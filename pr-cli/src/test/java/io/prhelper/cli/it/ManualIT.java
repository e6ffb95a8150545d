// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.command.Commands;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.ServeOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual page and the completions of the distribution, read by the programs they are for. */
class ManualIT {
    private static final Path SHARE = Path.of(System.getProperty("dist"), "share");
    private static final Path PAGE = SHARE.resolve("man/man8/qemu-pr-helper.8");

    @Test
    void thePageIsRenderedWithoutComplaintsAndHasEveryOption() throws Exception {
        require("groff");
        Said said = run("groff", "-man", "-ww", "-Tascii", "-rHY=0", "-P-cbou", PAGE.toString());
        assertThat(said.err()).isEmpty();
        assertThat(ServeOption.all()).allSatisfy(option -> {
            assertThat(said.out()).contains(option.typed());
            if (option.byDefault() != null) {
                assertThat(said.out().replaceAll("\\s+", " ")).contains("The default is " + option.byDefault() + ".");
            }
        });
        String text = said.out().replaceAll("\\s+", " ");
        for (Description command : Commands.descriptions()) {
            String operands =
                    command.operands().stream().map(operand -> operand + " ").collect(Collectors.joining());
            assertThat(text)
                    .contains(command.called("qemu-pr-helper") + " [OPTION]... " + operands + command.sentence());
            assertThat(command.exitStatuses())
                    .allSatisfy(status ->
                            assertThat(text).contains("Exit status " + status.status() + " " + status.when()));
        }
        assertThat(said.out()).doesNotContainPattern("@[A-Z_]+@");
    }

    @Test
    void mandocFindsNothingWrongWithThePage() throws Exception {
        require("mandoc");
        assertThat(run("mandoc", "-Tlint", "-Wwarning", PAGE.toString()).out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sock | --socket= --socket-mode= --socket-group=",
                "--dae | --daemon",
                "-u roo | root",
                "--user = roo | root",
                "--user = | root",
                "-k /et | /etc",
                "de | demo",
                "-v --unc | --unconfined",
                "demo - | -h --help",
                "demo --h | --help",
            })
    void bashCompletes(String words, String expected) throws Exception {
        assertThat(bash(words)).contains(expected.split(" ", -1));
    }

    @Test
    void bashCompletesNoOptionOfTheHelperBehindACommand() throws Exception {
        assertThat(bash("demo -")).containsExactlyInAnyOrder("--multipath", "-h", "--help");
        assertThat(bash("demo ")).containsExactlyInAnyOrder("--multipath", "-h", "--help");
        assertThat(bash("-v demo --unc")).containsExactly("--unconfined");
    }

    private static List<String> bash(String words) throws Exception {
        require("bash");
        // compopt works only while a completion runs; the file must do without.
        String script = "source \"$0\"; COMP_WORDS=(qemu-pr-helper \"$@\"); COMP_CWORD=$#; _qemu_pr_helper;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        Path file = SHARE.resolve("bash-completion/completions/qemu-pr-helper");
        String[] command = {"bash", "-c", script, file.toString()};
        Said said = run(concat(command, words.split(" ", -1)));
        assertThat(said.err()).isEmpty();
        return said.out().lines().toList();
    }

    @Test
    void zshReadsItsCompletion() throws Exception {
        require("zsh");
        Path file = SHARE.resolve("zsh/site-functions/_qemu-pr-helper");
        assertThat(run("zsh", "-n", file.toString())).isEqualTo(new Said("", ""));
    }

    @Test
    void zshCompletesEveryOption() throws IOException {
        String text = Files.readString(SHARE.resolve("zsh/site-functions/_qemu-pr-helper"));
        assertThat(ServeOption.all()).allSatisfy(option -> assertThat(text).contains(option.typed()));
        // Quotes are balanced line by line, and so are the brackets of a description.
        assertThat(text.lines()).allSatisfy(line -> {
            assertThat(line.chars().filter(letter -> letter == '\'').count() % 2)
                    .isZero();
            assertThat(line.chars().filter(letter -> letter == '[').count())
                    .isEqualTo(line.chars().filter(letter -> letter == ']').count())
                    .isLessThanOrEqualTo(1);
        });
    }

    private record Said(String out, String err) {}

    private static void require(String program) throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0,
                program + " is not installed");
    }

    private static Said run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).start();
        return new Said(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static String[] concat(String[] first, String[] second) {
        String[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
