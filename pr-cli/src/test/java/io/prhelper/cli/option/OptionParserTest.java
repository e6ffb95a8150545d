// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-d -v | DAEMON VERBOSE",
                "-dv | DAEMON VERBOSE",
                "-vvq | VERBOSE VERBOSE QUIET",
                "-k/run/s | SOCKET=/run/s",
                "-k /run/s | SOCKET=/run/s",
                "-k=/run/s | SOCKET==/run/s",
                "-dk/run/s | DAEMON SOCKET=/run/s",
                "-dk /run/s -v | DAEMON SOCKET=/run/s VERBOSE",
                "-k -d | SOCKET=-d",
                "-k -- -d | SOCKET=-- DAEMON",
                "--socket=/run/s | SOCKET=/run/s",
                "--socket= | SOCKET=",
                "--socket=a=b | SOCKET=a=b",
                "--socket /run/s | SOCKET=/run/s",
                "--socket -- | SOCKET=--",
                "--daemon --verbose | DAEMON VERBOSE",
                "--dae --pid p | DAEMON PIDFILE=p",
                "--verb | VERBOSE",
                "--socket-m 0660 | SOCKET_MODE=0660",
                "--off | OFFER_CLEANUP",
            })
    void optionsAreReadAsGetoptReadsThem(String line, String expected) throws UsageException {
        assertThat(read(parser(line.split(" ")))).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"s, SOCKET", "so, SOCKET", "sock, SOCKET", "t, TRACE", "u, USER", "p, PIDFILE", "h, HELP"})
    void anAbbreviationOfTheManualNeverMeansAnAddition(String abbreviation, ServeOption option) throws UsageException {
        OptionParser<ServeOption> parser = parser(new String[] {"--" + abbreviation, "x"});
        if (!option.takesArgument()) {
            parser = parser(new String[] {"--" + abbreviation});
        }
        assertThat(parser.next()).isEqualTo(option);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--bogus | unrecognized option '--bogus'",
                "--bogus=3 | unrecognized option '--bogus=3'",
                "-Z | invalid option -- 'Z'",
                "-dZ | invalid option -- 'Z'",
                "-d- | invalid option -- '-'",
                "-k | option requires an argument -- 'k'",
                "-dk | option requires an argument -- 'k'",
                "--socket | option '--socket' requires an argument",
                "--soc | option '--socket' requires an argument",
                "--daemon=x | option '--daemon' doesn't allow an argument",
                "--ver=3 | option '--ver=3' is ambiguous; possibilities: '--version' '--verbose'",
                "--m | option '--m' is ambiguous; possibilities: '--multipath' '--max-connections' '--max-per-peer' '--max-per-user' '--metrics-file'",
                "--=x | option '--=x' is ambiguous; possibilities: '--help' '--version' '--socket' '--pidfile'"
                        + " '--daemon' '--trace' '--user' '--group' '--verbose' '--quiet'",
            })
    void errorsAreWordedAsGetoptWordsThem(String line, String message) {
        OptionParser<ServeOption> parser = parser(line.split(" "));
        assertThatThrownBy(() -> read(parser))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void otherWordsAreSetAsideWhereverTheyStand() throws UsageException {
        OptionParser<ServeOption> parser = parser(new String[] {"one", "-d", "-", "", "-v", "--", "-q", "--", "two"});
        assertThat(read(parser)).containsExactly("DAEMON", "VERBOSE");
        assertThat(parser.strays()).containsExactly("one", "-", "", "-q", "--", "two");
    }

    private static OptionParser<ServeOption> parser(String[] arguments) {
        return new OptionParser<>(ServeOption.all(), arguments);
    }

    private static List<String> read(OptionParser<ServeOption> parser) throws UsageException {
        List<String> seen = new ArrayList<>();
        for (ServeOption option = parser.next(); option != null; option = parser.next()) {
            seen.add(option.takesArgument() ? option.name() + "=" + parser.value() : option.name());
        }
        return seen;
    }
}
