// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.option.TraceSettings;
import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of refusal is one line, whatever a client or a device put into it, and no client fills a log with them. */
class ServerEventsTest {
    private static final PeerCredentials PEER = new PeerCredentials(Integer.MAX_VALUE, -2, -2);
    private static final String HOSTILE =
            "x\nqemu-pr-helper: all is well\r\u001b[2J\u009b1m\u0000\u2028\u202e\ud800" + "y".repeat(10_000);

    private static String saidOf(Consumer<ServerListener> event, int times) throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Messages messages = new Messages("qemu-pr-helper", Messages.WARNINGS);
            try (Trace trace = Trace.open(new TraceSettings(List.of(), null), messages)) {
                ServerEvents events = new ServerEvents(new EventLog(messages, trace));
                for (int i = 0; i < times; i++) {
                    event.accept(events);
                }
            }
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    static Stream<Consumer<ServerListener>> refusals() {
        Stream<Consumer<ServerListener>> others = Stream.of(
                listener -> listener.refused(PEER, "1024 connections in all"),
                listener -> listener.refused(PEER, HOSTILE),
                listener -> listener.denied(Long.MAX_VALUE, PEER, HOSTILE),
                listener -> listener.timedOut(Long.MAX_VALUE, PEER),
                listener -> listener.failed(Long.MAX_VALUE, PEER, new IllegalStateException(HOSTILE)),
                listener -> listener.failed(Long.MAX_VALUE, PEER, new OutOfMemoryError(HOSTILE)));
        Stream<Consumer<ServerListener>> violations = Stream.of(Violation.values())
                .map(violation -> listener -> listener.violated(Long.MAX_VALUE, PEER, violation));
        return Stream.concat(others, violations);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isOneBoundedLineOfPrintableCharacters(Consumer<ServerListener> refusal) throws IOException {
        String said = saidOf(refusal, 1);
        assertThat(said).startsWith("qemu-pr-helper: warning: ").endsWith("\n").hasSizeLessThan(600);
        assertThat(said.substring(0, said.length() - 1)).matches("[\\x20-\\x7e]+");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isSaidSomeTimesAndThenCounted(Consumer<ServerListener> refusal) throws IOException {
        assertThat(saidOf(refusal, 1_000)).hasLineCount(Throttle.BURST);
    }

    @Test
    void whatWasMadeOfControlCharactersCanBeToldFromWhatWasSent() throws IOException {
        assertThat(saidOf(listener -> listener.denied(1, PEER, "a\nb\\n\u001bc"), 1))
                .contains("a\\nb\\\\n\\u001bc");
    }
}
