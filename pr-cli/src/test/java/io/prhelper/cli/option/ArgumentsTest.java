// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final Option JSON = new CommandOption((char) 0, "json", null, null, "Print JSON.");
    private static final Option EVERY = new CommandOption('n', "every", "SECONDS", "2", "Time between two looks.");
    private static final Option LOG = new CommandOption((char) 0, "log", "PATH", null, "Write there too.");
    private static final Description COMMAND = new Description(
            "watch",
            "Show a device again and again.",
            List.of(CommandOption.HELP, JSON, EVERY, LOG),
            List.of("DEVICE", "KEY"),
            List.of());

    @Test
    void optionsAndOperandsMayBeMixed() throws UsageException {
        Arguments given = read("/dev/sda --json -n5 aaaa --log /l");
        assertThat(given.operands()).containsExactly("/dev/sda", "aaaa");
        assertThat(given.has(JSON)).isTrue();
        assertThat(given.value(EVERY)).isEqualTo("5");
        assertThat(given.value(LOG)).isEqualTo("/l");
        assertThat(given.has(CommandOption.HELP)).isFalse();
    }

    @Test
    void anOptionThatIsNotGivenHasItsDefault() throws UsageException {
        Arguments given = read("/dev/sda -- -n");
        assertThat(given.operands()).containsExactly("/dev/sda", "-n");
        assertThat(given.has(JSON)).isFalse();
        assertThat(given.has(EVERY)).isFalse();
        assertThat(given.value(EVERY)).isEqualTo("2");
        assertThat(given.value(LOG)).isNull();
    }

    @Test
    void theLastOfSeveralValuesCounts() throws UsageException {
        assertThat(read("a b -n1 --every=3").value(EVERY)).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a b c d | extra operand 'c'",
                "a | missing operand KEY",
                "--json | missing operand DEVICE",
                "a b c --bogus | unrecognized option '--bogus'",
                "a b -n | option requires an argument -- 'n'",
                "--socket=/s a b | unrecognized option '--socket=/s'",
                "-d a b | invalid option -- 'd'",
            })
    void whatIsWrongIsNamed(String line, String message) {
        assertThatThrownBy(() -> read(line)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"DEVICE..., 1, 9", "[DEVICE]..., 0, 9", "DEVICE, 1, 1"})
    void howManyOperandsThereMayBe(String operand, int fewest, int most) throws UsageException {
        Description command =
                new Description("any", "Do it.", List.of(CommandOption.HELP), List.of(operand), List.of());
        for (int count : new int[] {fewest, most}) {
            String[] words = Collections.nCopies(count, "w").toArray(new String[0]);
            assertThat(Arguments.read(command, words).operands()).hasSize(count);
        }
        if (fewest > 0) {
            assertThatThrownBy(() -> Arguments.read(command, new String[0])).hasMessage("missing operand DEVICE");
        }
        if (most == 1) {
            assertThatThrownBy(() -> Arguments.read(command, new String[] {"a", "b"}))
                    .hasMessage("extra operand 'b'");
        }
    }

    @Test
    void theHelpEndsTheReadingWhereItStands() throws UsageException {
        for (String line : new String[] {"-h", "--he --bogus", "a b c d -hZ"}) {
            assertThat(read(line).has(CommandOption.HELP)).as(line).isTrue();
        }
        assertThatThrownBy(() -> read("--bogus -h")).isInstanceOf(UsageException.class);
    }

    private static Arguments read(String line) throws UsageException {
        return Arguments.read(COMMAND, line.split(" "));
    }
}
