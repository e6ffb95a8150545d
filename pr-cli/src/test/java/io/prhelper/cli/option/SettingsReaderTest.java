// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static final Path HERE = Path.of("/here");

    /** A system with the user alice and the group disk, and someone who is called 1000. */
    private static final AccountNames ACCOUNTS = new AccountNames() {
        @Override
        public OptionalInt userId(String name) {
            return switch (name) {
                case "alice" -> OptionalInt.of(7);
                case "1000" -> OptionalInt.of(8);
                default -> OptionalInt.empty();
            };
        }

        @Override
        public OptionalInt groupId(String name) {
            return name.equals("disk") ? OptionalInt.of(6) : OptionalInt.empty();
        }
    };

    @Test
    void theDefaultsAreThoseOfTheTable() throws Exception {
        Settings settings = serve();
        assertThat(settings.daemon()).isFalse();
        assertThat(settings.verbosity()).isEqualTo(1);
        assertThat(settings.socket())
                .isEqualTo(new Settings.Socket(
                        "/var/run/qemu-pr-helper.sock", false, OptionalInt.empty(), OptionalInt.empty(), false));
        assertThat(settings.pidFile()).isEqualTo(new Settings.PidFile(Path.of("/var/run/qemu-pr-helper.pid"), false));
        assertThat(settings.identity()).isEqualTo(new Settings.Identity(OptionalInt.empty(), OptionalInt.empty()));
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULTS.withMaxPerUser(1024));
        assertThat(settings.deviceSeconds()).isEqualTo(30);
        assertThat(settings.policy()).isEqualTo(Policy.DEFAULTS);
        assertThat(settings.trace()).isEqualTo(new TraceSettings(List.of(), null));
        assertThat(settings.offerCleanup()).isFalse();
        assertThat(settings.audit()).isNull();
        assertThat(settings.metricsFile()).isNull();
        assertThat(settings.unconfined()).isFalse();
        assertThat(settings.ignored()).isEmpty();
    }

    @Test
    void everyOptionReachesItsSetting() throws Exception {
        Settings settings = serve(
                "-d",
                "-v",
                "-k/s",
                "-fp",
                "-ualice",
                "-gdisk",
                "--socket-mode=0660",
                "--socket-group=disk",
                "--replace-socket",
                "--timeout=1",
                "--max-connections=2",
                "--max-per-peer=3",
                "--handshake-timeout=4",
                "--request-timeout=5",
                "--in-flight=6",
                "--max-per-user=7",
                "--reply-timeout=8",
                "--reserve-fds=33",
                "--allow-user=alice",
                "--allow-user=99",
                "--allow-group=disk",
                "--allow-device=/dev/disk/by-id/x",
                "--allow-device=8:16",
                "--allow-device=/dev/sg1",
                "--allow-device=4095:1048575",
                "--deny-action=clear,Preempt-And-Abort",
                "--deny-action=register",
                "--allow-partitions",
                "--offer-cleanup",
                "--multipath=off",
                "--audit=a",
                "--metrics-file=m.prom",
                "--unconfined",
                "x");
        assertThat(settings)
                .isEqualTo(new Settings(
                        true,
                        2,
                        new Settings.Socket("/s", true, OptionalInt.of(0660), OptionalInt.of(6), true),
                        new Settings.PidFile(Path.of("/here/p"), true),
                        new Settings.Identity(OptionalInt.of(7), OptionalInt.of(6)),
                        new TraceSettings(List.of(), null),
                        new Limits(2, 7, 3, 6, 33, Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(8)),
                        1,
                        new Policy(
                                Set.of(7, 99),
                                Set.of(6),
                                Set.of(Path.of("/dev/disk/by-id/x"), Path.of("/dev/sg1")),
                                Set.of(DeviceNumber.block(8, 16), DeviceNumber.block(4095, 1048575)),
                                Set.of(PrOutAction.CLEAR, PrOutAction.PREEMPT_AND_ABORT, PrOutAction.REGISTER),
                                true,
                                null),
                        true,
                        Settings.Multipath.OFF,
                        new AuditSettings(false, Path.of("/here/a")),
                        Path.of("/here/m.prom"),
                        true,
                        List.of("x")));
    }

    @ParameterizedTest
    @CsvSource({"-v, 2", "-vv, 3", "-vvvv, 3", "-q, 0", "-vq, 0", "-qv, 0"})
    void verbosityGoesFromZeroToThree(String option, int verbosity) throws Exception {
        assertThat(serve(option).verbosity()).isEqualTo(verbosity);
    }

    @ParameterizedTest
    @CsvSource({"alice, 7", "1000, 8", "1001, 1001", "0, 0", "4294967294, -2"})
    void aUserIsANameFirstAndADecimalIdThen(String user, int uid) throws Exception {
        assertThat(serve("-u", user).identity().uid()).hasValue(uid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "", "-1", "12x", "4294967295", "4294967296", "99999999999999999999", "0x10"})
    void anUnknownUserOrGroupIsNamed(String id) {
        assertThatThrownBy(() -> serve("-u", id))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid user '" + id + "'");
        assertThatThrownBy(() -> serve("-g", id))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid group '" + id + "'");
        assertThatThrownBy(() -> serve("--allow-user=" + id)).hasMessage("invalid user '" + id + "'");
        assertThatThrownBy(() -> serve("--allow-group=" + id)).hasMessage("invalid group '" + id + "'");
        assertThatThrownBy(() -> serve("--socket-group=" + id)).hasMessage("invalid group '" + id + "'");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "777, 511", "0777, 511", "600, 384"})
    void aSocketModeIsOctal(String text, int mode) throws Exception {
        assertThat(serve("--socket-mode=" + text).socket().mode()).hasValue(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "1000", "rw", "00000", "-1"})
    void anyOtherSocketModeIsRejected(String text) {
        assertThatThrownBy(() -> serve("--socket-mode=" + text))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid value '" + text + "' for --socket-mode: octal permissions up to 0777 are needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "65", "4x", "4294967297"})
    void aNumberOutsideItsRangeIsRejected(String text) {
        assertThatThrownBy(() -> serve("--in-flight=" + text))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid value '" + text + "' for --in-flight: a whole number from 1 to 64 is needed");
    }

    @Test
    void aUserMayHaveAsManyConnectionsAsThereAreUnlessToldOtherwise() throws Exception {
        assertThat(serve("--max-connections=9").limits().maxPerUser()).isEqualTo(9);
        assertThat(serve("--max-connections=9", "--max-per-user=3").limits().maxPerUser())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sdb", "8", "8:", ":16", "8:16:1", "-8:16", "4096:0", "8:1048576", "8:x", "b 8:16"})
    void aDeviceIsAnAbsolutePathOrANumber(String device) {
        assertThatThrownBy(() -> serve("--allow-device=" + device))
                .isInstanceOf(RejectedException.class)
                .hasMessage(
                        "invalid value '" + device + "' for --allow-device: an absolute path or MAJOR:MINOR is needed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "fence | fence",
                "clear,fence | fence",
                "clear, | \"\"",
                "\"\" | \"\"",
                "preempt and abort | preempt and abort"
            })
    void anUnknownServiceActionIsNamed(String list, String name) {
        assertThatThrownBy(() -> serve("--deny-action=" + list))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid value '" + name + "' for --deny-action: one of register, reserve, release, clear,"
                        + " preempt, preempt-and-abort, register-and-ignore-existing-key, register-and-move,"
                        + " replace-lost-reservation is needed");
    }

    @Test
    void theTrailGoesWhereItIsTold() throws Exception {
        assertThat(serve("--audit=journal").audit()).isEqualTo(new AuditSettings(true, null));
        assertThat(serve("--audit=./journal").audit()).isEqualTo(new AuditSettings(false, Path.of("/here/./journal")));
        assertThat(serve("--audit=-").audit()).isEqualTo(new AuditSettings(false, null));
        assertThatThrownBy(() -> serve("--audit="))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid value '' for --audit: a file, journal or - is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/"})
    void numbersGoToAFile(String value) {
        assertThatThrownBy(() -> serve("--metrics-file=" + value))
                .isInstanceOf(RejectedException.class)
                .hasMessage("invalid value '" + value + "' for --metrics-file: the name of a file is needed");
    }

    @Test
    void aDaemonHasNoStandardOutputForTheTrail() throws Exception {
        assertThat(serve("-d", "--audit=/a").daemon()).isTrue();
        for (String[] arguments : new String[][] {{"--audit=-", "-d"}, {"-d", "--audit=-"}}) {
            assertThatThrownBy(() -> serve(arguments))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("--audit=- can't be used with --daemon: standard output is the caller's");
        }
    }

    @Test
    void theDescriptorsInReserveAreEnoughForTheHelperItself() {
        assertThatThrownBy(() -> serve("--reserve-fds=31"))
                .hasMessage("invalid value '31' for --reserve-fds: a whole number from 32 to 65536 is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rel", "./x", "@abstract"})
    void aSocketPathIsAbsolute(String path) {
        assertThatThrownBy(() -> serve("-k", path))
                .isInstanceOf(RejectedException.class)
                .hasMessage("socket path must be absolute");
    }

    @Test
    void theFirstOptionThatEndsTheReadingWins() throws Exception {
        assertThat(SettingsReader.read(new String[] {"-V", "-Z"}, HERE, ACCOUNTS))
                .isEqualTo(Intent.Show.VERSION);
        assertThat(SettingsReader.read(new String[] {"-h", "-V"}, HERE, ACCOUNTS))
                .isEqualTo(Intent.Show.HELP);
        assertThat(SettingsReader.read(new String[] {"-T", "help", "-Z"}, HERE, ACCOUNTS))
                .isEqualTo(Intent.Show.TRACE_EVENTS);
        assertThatThrownBy(() -> serve("-u", "bob", "-V")).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> serve("-Z", "-u", "bob")).isInstanceOf(UsageException.class);
    }

    @Test
    void tracePatternsKeepTheirOrder(@TempDir Path folder) throws Exception {
        Path events = Files.writeString(folder.resolve("events"), "# all\n\n  pr_*  \n-pr_reply\n");
        TraceSettings trace = serve("-T", "one", "-Tenable=two,file=/log", "--trace=events=" + events)
                .trace();
        assertThat(trace).isEqualTo(new TraceSettings(List.of("one", "two", "pr_*", "-pr_reply"), Path.of("/log")));
    }

    /** As the reference reads them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file=a,,b | | /here/a,b",
                "a,,b=c,file=z,,,, | a,b=c | /here/z,,",
                "enable=,,x,file=,,/y | ,x | /here/,/y",
                ",,file=x | ,file=x |",
                ",file=x | | /here/x",
            })
    void aCommaOfATraceArgumentIsWrittenTwice(String argument, String pattern, Path file) throws Exception {
        assertThat(serve("-T", argument).trace())
                .isEqualTo(new TraceSettings(pattern == null ? List.of() : List.of(pattern), file));
    }

    @Test
    void aMissingEventsFileIsNamed(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> serve("-T", "events=" + folder.resolve("none")))
                .isInstanceOf(RejectedException.class)
                .hasMessage(folder.resolve("none") + ": No such file or directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a,b | b", "foo=bar | foo", "a,foo=bar | foo", "a,b,,c | b", "a,b,,=c | b", "foo=a,,b | foo"})
    void anUnknownTraceKeyIsNamed(String argument, String key) {
        assertThatThrownBy(() -> serve("-T", argument)).hasMessage("Invalid parameter '" + key + "'");
    }

    private static Settings serve(String... arguments) throws UsageException, RejectedException {
        return ((Intent.Serve) SettingsReader.read(arguments, HERE, ACCOUNTS)).settings();
    }
}
