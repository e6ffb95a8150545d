// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.multipath.Told;
import io.prhelper.core.multipath.Word;
import io.prhelper.core.multipath.Word.Plain;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the helper makes of what multipathd does, or of what listens in its place: an answer, or a sentence that says what was wrong. */
@Timeout(60)
final class MultipathdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String MAP = "dm-0";
    private static final byte[] OK = "ok\n\0".getBytes(StandardCharsets.US_ASCII);

    private final OpenDescriptors descriptors = new OpenDescriptors();

    @TempDir
    Path folder;

    private String address;

    @BeforeEach
    void setUp() {
        address = folder.resolve("s").toString();
    }

    @AfterEach
    void nothingIsLeft() {
        descriptors.assertAsBefore();
    }

    private Multipathd patient() {
        return new Multipathd(Kernel.linux(), List.of(address), PATIENCE, PATIENCE);
    }

    private Multipathd impatient() {
        return new Multipathd(Kernel.linux(), List.of(address), SHORT, SHORT);
    }

    private static void assertSilent(Told told, String reason) {
        assertThat(told).isEqualTo(new Told.Silent("multipathd: " + reason));
    }

    /** As multipath-tools 0.9.4 and 0.15.1 answer. */
    @ParameterizedTest
    @CsvSource({
        "0.9.4, getprkey, none",
        "0.9.4, getprkey, 0xa1",
        "0.9.4, getprstatus, 1",
        "0.9.4, setprhold, fail",
        "0.9.4, setprkey, permission deny: need to be root",
        "0.9.4, suspend, timeout",
        "0.15.1, getprkey, 0xa1:aptpl",
        "0.15.1, getprstatus, unset",
        "0.15.1, setprhold, ok",
        "0.15.1, suspend, ok",
    })
    void anAnswerIsItsTextWithoutTheEndOfLine(String version, String verb, String text) throws IOException {
        Plain word = verb.equals("setprhold") ? Plain.SET_HOLD : Plain.GET_KEY;
        try (FakeMultipathd fake = FakeMultipathd.answering(address, said -> text);
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(word, MAP)).as("%s of %s", verb, version).isEqualTo(new Told.Answered(text));
            assertThat(fake.words()).containsExactly(word.text(MAP));
        }
    }

    /** 0.15 does that; it becomes part of a warning. */
    @Test
    void anAnswerOfTwoLinesBecomesOne() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "fail\npermission deny: need to be root");
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(Plain.SET_STATUS, MAP))
                    .isEqualTo(new Told.Answered("fail permission deny: need to be root"));
        }
    }

    @Test
    void wordsOfOneCommandShareAConnection() throws IOException {
        try (FakeMultipathd fake = FakeMultipathd.answering(address, said -> "ok");
                Multipathd multipathd = patient()) {
            List<Word> words = List.of(
                    Plain.SUSPEND, new Word.SetKey(new ReservationKey(-1), true), Plain.SET_STATUS, Plain.RESUME);
            for (Word word : words) {
                assertThat(multipathd.tell(word, MAP).isOk()).isTrue();
            }
            assertThat(fake.words())
                    .containsExactly(
                            "suspend map dm-0",
                            "setprkey map dm-0 key 0xffffffffffffffff:aptpl",
                            "setprstatus map dm-0",
                            "resume map dm-0");
            assertThat(fake.connections()).isOne();
        }
    }

    @Test
    void anAbstractNameIsConnectedTo() throws IOException {
        address = "\0pr-helper-test-" + UUID.randomUUID();
        try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "ok");
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
            assertThat(Multipathd.isThere(Kernel.linux(), List.of(address))).isTrue();
        }
        assertThat(Multipathd.isThere(Kernel.linux(), List.of(address))).isFalse();
        try (Multipathd multipathd = patient()) {
            assertSilent(
                    multipathd.tell(Plain.SUSPEND, MAP),
                    "connect(@" + address.substring(1) + "): Connection refused (ECONNREFUSED)");
        }
    }

    @Test
    void theNextAddressIsTriedWhereNobodyListens() throws IOException {
        List<String> two = List.of(folder.resolve("none").toString(), address);
        try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "ok");
                Multipathd multipathd = new Multipathd(Kernel.linux(), two, PATIENCE, PATIENCE)) {
            assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
            assertThat(Multipathd.isThere(Kernel.linux(), two)).isTrue();
        }
    }

    /** One more question for each command else, as long as it is the same multipathd. */
    @Test
    void whereItListenedLastIsTriedFirst() throws IOException {
        String other = folder.resolve("other").toString();
        List<String> two = List.of(other, address);
        List<Integer> results = new ArrayList<>();
        InterceptedKernel kernel = new InterceptedKernel();
        kernel.answer("connect", call -> {
            int result = call.really();
            results.add(result);
            return result;
        });
        try (Multipathd multipathd = new Multipathd(kernel.kernel(), two, PATIENCE, PATIENCE)) {
            try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "ok")) {
                assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
                multipathd.close();
                assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
            }
            assertThat(results).hasSize(3).endsWith(0, 0);
            multipathd.close();
            try (FakeMultipathd fake = FakeMultipathd.answering(other, said -> "ok")) {
                assertThat(multipathd.tell(Plain.RESUME, MAP).isOk()).isTrue();
                assertThat(fake.words()).containsExactly("resume map dm-0");
            }
        }
    }

    @Test
    void itIsNotThere() {
        try (Multipathd multipathd = patient()) {
            assertSilent(
                    multipathd.tell(Plain.SUSPEND, MAP),
                    "connect(" + address + "): No such file or directory (ENOENT)");
        }
        assertThat(Multipathd.isThere(Kernel.linux(), List.of(address))).isFalse();
    }

    @Test
    void itsSocketIsThereAndNobodyListens() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(address));
        }
        try (Multipathd multipathd = patient()) {
            assertSilent(
                    multipathd.tell(Plain.SUSPEND, MAP), "connect(" + address + "): Connection refused (ECONNREFUSED)");
        }
        assertThat(Multipathd.isThere(Kernel.linux(), List.of(address))).isFalse();
    }

    /** The environment may name one. */
    @Test
    void aNameThatNoSocketHasIsSaid() {
        address = "/" + "x".repeat(200);
        try (Multipathd multipathd = patient()) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "a socket path has 1 to 108 bytes, not 201");
        }
        assertThat(Multipathd.isThere(Kernel.linux(), List.of(address))).isFalse();
    }

    @Test
    void itClosesTheConnectionAtOnce() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {});
                Multipathd multipathd = patient()) {
            // Whether the word is taken still depends on who is first.
            assertThat(multipathd.tell(Plain.SUSPEND, MAP))
                    .isIn(
                            new Told.Silent("multipathd: it closed the connection"),
                            new Told.Silent("multipathd: send(suspend map dm-0): Broken pipe (EPIPE)"),
                            new Told.Silent("multipathd: recv(an answer): Connection reset by peer (ECONNRESET)"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 11})
    void itClosesTheConnectionInTheMiddleOfAnAnswer(int after) throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    byte[] whole = FakeMultipathd.framed("ok");
                    client.send(Arrays.copyOf(whole, after));
                });
                Multipathd multipathd = patient()) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "it closed the connection");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4294967296, 4294967296",
        "4294967299, 4294967299",
        "4097, 4097",
        "0, 0",
        "-1, 18446744073709551615",
        "-9223372036854775808, 9223372036854775808"
    })
    void aLengthThatNoAnswerHasIsNotWaitedFor(long announced, String said) throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    client.announce(announced);
                    client.send(OK);
                    client.awaitEnd();
                });
                Multipathd multipathd = patient()) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "an answer of " + said + " bytes is announced");
        }
    }

    @Test
    void theLongestAnswerIsTaken() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "x".repeat(4094));
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(Plain.SUSPEND, MAP)).isEqualTo(new Told.Answered("x".repeat(4094)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4096})
    void garbageWithoutAnEndIsNoAnswer(int length) throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    client.announce(length);
                    client.send("ok".repeat(2048).substring(0, length).getBytes(StandardCharsets.US_ASCII));
                    client.awaitEnd();
                });
                Multipathd multipathd = patient()) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "an answer of " + length + " bytes has no end");
        }
    }

    @Test
    void whatSpeaksAnotherProtocolIsNoMultipathd() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    client.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.awaitEnd();
                });
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(Plain.SUSPEND, MAP))
                    .isInstanceOfSatisfying(
                            Told.Silent.class,
                            silent -> assertThat(silent.reason())
                                    .matches("multipathd: an answer of [0-9]+ bytes is announced"));
        }
    }

    @Test
    void anAnswerMayComeByteByByte() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    for (byte one : FakeMultipathd.framed("ok")) {
                        client.send(one);
                    }
                    client.awaitEnd();
                });
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 8, 10})
    void itHangsInTheMiddleOfAnAnswer(int after) throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    if (after > 0) {
                        client.send(Arrays.copyOf(FakeMultipathd.framed("ok"), after));
                    }
                    client.awaitEnd();
                });
                Multipathd multipathd = impatient()) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "no answer in time");
        }
    }

    /** Each byte comes in time, all together would take minutes. */
    @Test
    void theLimitHoldsForTheWholeAnswer() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    client.announce(4096);
                    while (true) {
                        client.send((byte) 'x');
                        TimeUnit.MILLISECONDS.sleep(SHORT.toMillis() / 4);
                    }
                });
                Multipathd multipathd = impatient()) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "no answer in time");
        }
    }

    @Test
    void itLetsNobodyIn() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Multipathd multipathd = impatient();
                FakeMultipathd fake = FakeMultipathd.holdingTheDoor(address);
                Beside<Told> told = Beside.call(() -> {
                    Told answer = multipathd.tell(Plain.SUSPEND, MAP);
                    done.countDown();
                    return answer;
                })) {
            boolean inTime = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            // Whoever waits still is let go by that.
            fake.close();
            assertSilent(told.result(), "no answer in time");
            assertThat(inTime).isTrue();
        }
    }

    /** What comes on the old connection would be the answer to another question. */
    @Test
    void afterAFailureTheNextWordHasAConnectionOfItsOwn() throws IOException {
        try (FakeMultipathd fake = FakeMultipathd.at(address, client -> {
                    if ("suspend map dm-0".equals(client.word())) {
                        client.awaitEnd();
                    } else {
                        client.answer("0xa1");
                    }
                });
                Multipathd multipathd = new Multipathd(Kernel.linux(), List.of(address), SHORT, PATIENCE)) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "no answer in time");
            assertThat(multipathd.tell(Plain.RESUME, MAP)).isEqualTo(new Told.Answered("0xa1"));
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    @Test
    void itIsStartedAnewBetweenTwoWords() throws IOException {
        try (Multipathd multipathd = patient()) {
            try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "ok")) {
                assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
            }
            try (FakeMultipathd fake = FakeMultipathd.answering(address, said -> "ok")) {
                assertThat(multipathd.tell(Plain.RESUME, MAP).isOk()).isTrue();
                assertThat(fake.words()).containsExactly("resume map dm-0");
            }
        }
    }

    @Test
    void itEndsBetweenTwoWords() throws IOException {
        try (Multipathd multipathd = patient()) {
            try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "ok")) {
                assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
            }
            assertSilent(
                    multipathd.tell(Plain.RESUME, MAP), "connect(" + address + "): No such file or directory (ENOENT)");
        }
    }

    @Test
    void whatCameBeforeTheQuestionIsNoAnswerToIt() throws IOException {
        try (FakeMultipathd fake = FakeMultipathd.at(address, client -> {
                    if ("suspend map dm-0".equals(client.word())) {
                        client.send(FakeMultipathd.joined(FakeMultipathd.framed("ok"), FakeMultipathd.framed("ok")));
                        client.awaitEnd();
                    } else {
                        client.answer("fail");
                    }
                });
                Multipathd multipathd = patient()) {
            assertThat(multipathd.tell(Plain.SUSPEND, MAP).isOk()).isTrue();
            assertThat(multipathd.tell(Plain.RESUME, MAP)).isEqualTo(new Told.Answered("fail"));
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    @Test
    void aMapIsResumedAlsoByOneThatTakesLong() throws IOException {
        try (FakeMultipathd _ = FakeMultipathd.at(address, client -> {
                    client.word();
                    TimeUnit.NANOSECONDS.sleep(SHORT.toNanos() * 2);
                    client.answer("ok");
                    client.awaitEnd();
                });
                Multipathd multipathd = new Multipathd(Kernel.linux(), List.of(address), SHORT, PATIENCE)) {
            assertSilent(multipathd.tell(Plain.SUSPEND, MAP), "no answer in time");
            assertThat(multipathd.tell(Plain.RESUME, MAP).isOk()).isTrue();
        }
    }

    /** What the kernel is told to wait for, in seconds: what is left of it. */
    @ParameterizedTest
    @CsvSource({"SUSPEND, 4", "SET_STATUS, 4", "RESUME, 60"})
    void multipathdHasFourSecondsAndAMinuteToResume(Plain word, long seconds) throws IOException {
        Set<Long> told = new HashSet<>();
        Set<Long> options = new HashSet<>();
        InterceptedKernel kernel = new InterceptedKernel();
        kernel.answer("setsockopt", call -> {
            options.add(call.arguments().get(2));
            var limit = InterceptedKernel.memory(call.arguments().get(3), 16);
            // Rounded up: the time that has passed is what is missing.
            told.add(limit.get(ValueLayout.JAVA_LONG, 0) + 1);
            return call.really();
        });
        try (FakeMultipathd _ = FakeMultipathd.answering(address, said -> "ok");
                Multipathd multipathd = new Multipathd(kernel.kernel(), List.of(address))) {
            assertThat(multipathd.tell(word, MAP).isOk()).isTrue();
        }
        assertThat(told).isSubsetOf(seconds, seconds - 1, seconds - 2).contains(seconds);
        assertThat(options)
                .containsExactlyInAnyOrder((long) Varying.SO_RCVTIMEO.value(), (long) Varying.SO_SNDTIMEO.value());
    }
}
