// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.prhelper.cli.option.TraceSettings;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.protocol.Violation;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.ServerObserver.Finished;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of refusal is one line, whatever a client or a device put into it, and no client fills a log with them. */
class ServerEventsTest {
    private static final PeerCredentials PEER = new PeerCredentials(Integer.MAX_VALUE, -2, -2);
    private static final String HOSTILE =
            "x\nqemu-pr-helper: all is well\r\u001b[2J\u009b1m\u0000\u2028\u202e\ud800" + "y".repeat(10_000);

    private static String saidOf(Consumer<ServerObserver> event, int times) throws IOException {
        Destination said = new Destination();
        try (Messages messages = new Messages("qemu-pr-helper", Messages.WARNINGS, said);
                Trace trace = Trace.open(new TraceSettings(List.of(), null), messages)) {
            ServerEvents events = new ServerEvents(new EventLog(messages, trace));
            for (int i = 0; i < times; i++) {
                event.accept(events);
            }
        }
        return said.text();
    }

    static Stream<Consumer<ServerObserver>> refusals() {
        Stream<Consumer<ServerObserver>> others = Stream.of(
                listener -> listener.timedOut(Long.MAX_VALUE, PEER),
                listener -> listener.failed(Long.MAX_VALUE, PEER, new IllegalStateException(HOSTILE)),
                listener -> listener.failed(Long.MAX_VALUE, PEER, new OutOfMemoryError(HOSTILE)));
        Stream<Consumer<ServerObserver>> violations = Stream.of(Violation.values())
                .map(violation -> listener -> listener.violated(Long.MAX_VALUE, PEER, violation));
        Stream<Consumer<ServerObserver>> limits =
                Stream.of(Limit.values()).map(limit -> listener -> listener.refused(PEER, limit, Integer.MAX_VALUE));
        return Stream.of(others, violations, limits).flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isOneBoundedLineOfPrintableCharacters(Consumer<ServerObserver> refusal) throws IOException {
        String said = saidOf(refusal, 1);
        assertThat(said).startsWith("qemu-pr-helper: warning: ").endsWith("\n").hasSizeLessThan(600);
        assertThat(said.substring(0, said.length() - 1)).matches("[\\x20-\\x7e]+");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isSaidSomeTimesAndThenCounted(Consumer<ServerObserver> refusal) throws IOException {
        assertThat(saidOf(refusal, 1_000)).hasLineCount(Throttle.BURST);
    }

    private static Finished finished(Decision decision, @Nullable DeviceKind kind, @Nullable DeviceNumber device) {
        byte[] cdb = new byte[16];
        cdb[0] = 0x5f;
        cdb[1] = (byte) 0xe3;
        return new Finished(
                7,
                PEER,
                decision,
                kind,
                device,
                ByteBuffer.wrap(cdb),
                ByteBuffer.wrap(new byte[24]),
                2,
                ByteBuffer.wrap(new byte[96]),
                0,
                0,
                1_000);
    }

    static Stream<Arguments> denials() {
        DeviceNumber device = DeviceNumber.block(8, 17);
        return Stream.of(
                arguments(
                        finished(Decision.PEER_DENIED, null, null),
                        "neither its user nor its group may use this helper"),
                arguments(
                        finished(Decision.ACTION_DENIED, null, null),
                        "PERSISTENT RESERVE OUT service action 03h is forbidden"),
                arguments(
                        finished(Decision.DEVICE_NOT_LISTED, DeviceKind.DISK, device),
                        "device block 8:17 is not on the list of devices"),
                arguments(
                        finished(Decision.DEVICE_NOT_LISTED, DeviceKind.OTHER, null),
                        "a file that is no device is not on the list of devices"),
                arguments(
                        finished(Decision.RULE_DENIED, DeviceKind.DISK, device),
                        "device block 8:17 may not be asked that, says the rule of the program"),
                arguments(
                        finished(Decision.DEVICE_KIND_DENIED, DeviceKind.PARTITION, device),
                        "device block 8:17 is a partition"),
                arguments(
                        finished(Decision.DEVICE_KIND_DENIED, DeviceKind.MAPPED, device),
                        "device block 8:17 is a device-mapper device, but no multipath map"),
                arguments(
                        finished(Decision.DEVICE_KIND_DENIED, DeviceKind.FOREIGN, new DeviceNumber(false, 10, 229)),
                        "device char 10:229 is of no driver that takes SCSI commands"),
                arguments(
                        finished(Decision.DEVICE_KIND_DENIED, DeviceKind.UNKNOWN, device),
                        "device block 8:17 can not be told from a partition: no answer from sysfs"));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void aDenialIsSaidOnceAMinuteForAUserAndReason(Finished request, String reason) throws IOException {
        assertThat(saidOf(listener -> listener.finished(request), 1_000))
                .isEqualTo("qemu-pr-helper: warning: connection 7 command refused: " + reason + " (" + PEER + ")\n");
    }

    @Test
    void whatIsNotAskedForIsNotWanted() throws IOException {
        try (Trace trace = Trace.open(new TraceSettings(List.of(), null), new Messages("x", Messages.WARNINGS))) {
            ServerEvents events = new ServerEvents(new EventLog(new Messages("x", Messages.WARNINGS), trace));
            assertThat(Decision.values())
                    .filteredOn(decision -> events.wants(decision, Wire.PERSISTENT_RESERVE_IN, 0))
                    .containsExactly(
                            Decision.PEER_DENIED,
                            Decision.ACTION_DENIED,
                            Decision.DEVICE_NOT_LISTED,
                            Decision.DEVICE_KIND_DENIED,
                            Decision.RULE_DENIED);
            assertThat(IntStream.range(0, 32))
                    .filteredOn(action -> events.wants(Decision.EXECUTED, Wire.PERSISTENT_RESERVE_OUT, action))
                    .containsExactly(3, 4, 5, 7);
        }
    }

    private static Finished ended(
            PrOutCommand command, Decision decision, @Nullable DeviceNumber device, int status, @Nullable Sense sense) {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[96]);
        if (sense != null) {
            sense.putFixed(bytes, 0);
        }
        return new Finished(
                7,
                PEER,
                decision,
                device == null ? null : DeviceKind.DISK,
                device,
                ByteBuffer.wrap(Arrays.copyOf(command.cdb(), 16)),
                ByteBuffer.wrap(command.dataOut()),
                status,
                bytes,
                0,
                0,
                0);
    }

    static Stream<Arguments> actions() {
        ReservationKey own = new ReservationKey(0xa);
        ReservationKey other = new ReservationKey(0xb);
        PrOutCommand preempt = new PrOutCommand.Preempt(own, other, ReservationType.WRITE_EXCLUSIVE);
        DeviceNumber disk = DeviceNumber.block(8, 16);
        String keys = "key 0x000000000000000a service action key 0x000000000000000b";
        return Stream.of(
                arguments(
                        ended(preempt, Decision.EXECUTED, disk, 0, null),
                        "PREEMPT on device block 8:16, " + keys + ": GOOD (00h)"),
                arguments(
                        ended(preempt, Decision.EXECUTED, disk, 0x18, null),
                        "PREEMPT on device block 8:16, " + keys + ": RESERVATION CONFLICT (18h)"),
                arguments(
                        ended(
                                new PrOutCommand.PreemptAndAbort(own, other, ReservationType.WRITE_EXCLUSIVE),
                                Decision.EXECUTED,
                                disk,
                                2,
                                Sense.RESERVATIONS_PREEMPTED),
                        "PREEMPT AND ABORT on device block 8:16, " + keys + ": CHECK CONDITION (02h), sense 06/2A/03"),
                arguments(
                        ended(preempt, Decision.BUSY, disk, 8, null),
                        "PREEMPT on device block 8:16, " + keys
                                + ": BUSY (08h), the device has as many commands to do as it may have"),
                arguments(
                        ended(new PrOutCommand.Clear(own), Decision.READ_ONLY, null, 2, Sense.INVALID_OPCODE),
                        "CLEAR, key 0x000000000000000a: CHECK CONDITION (02h), sense 05/20/00, the descriptor is not open"
                                + " for writing"),
                arguments(
                        ended(
                                new PrOutCommand.RegisterAndMove(
                                        own, other, false, false, 1, new TransportId.IscsiPort("iqn.x:y", 1)),
                                Decision.EXECUTED,
                                disk,
                                0,
                                null),
                        "REGISTER AND MOVE on device block 8:16, " + keys
                                + " to iscsi,iqn.x:y,i,0x000000000001: GOOD (00h)"));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void whatTakesSomethingFromOthersIsAWarningOfOneLine(Finished request, String line) throws IOException {
        assertThat(saidOf(listener -> listener.finished(request), 1))
                .isEqualTo("qemu-pr-helper: warning: connection 7 " + line + " (" + PEER + ")\n");
        assertThat(saidOf(listener -> listener.finished(request), 1_000)).hasLineCount(Throttle.BURST);
    }

    @Test
    void aFencingWhoseListCanNotBeReadIsStillToldOf() throws IOException {
        byte[] cdb = {0x5f, 5, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0};
        Finished request = new Finished(
                7,
                PEER,
                Decision.MALFORMED,
                null,
                null,
                ByteBuffer.wrap(cdb),
                ByteBuffer.wrap(new byte[3]),
                2,
                ByteBuffer.wrap(new byte[96]),
                0,
                0,
                0);
        assertThat(saidOf(listener -> listener.finished(request), 1))
                .contains("connection 7 PREEMPT AND ABORT, a parameter list that means nothing (05/1A/00): CHECK"
                        + " CONDITION (02h), sense 00/00/00, the request contradicts itself (");
    }

    @Test
    void whatTakesNothingFromOthersIsNotToldOf() throws IOException {
        PrOutCommand reserve = new PrOutCommand.Reserve(new ReservationKey(1), ReservationType.WRITE_EXCLUSIVE);
        Finished request = ended(reserve, Decision.EXECUTED, DeviceNumber.block(8, 16), 0, null);
        assertThat(saidOf(listener -> listener.finished(request), 1)).isEmpty();
    }

    @Test
    void whatWasMadeOfControlCharactersCanBeToldFromWhatWasSent() throws IOException {
        assertThat(saidOf(listener -> listener.failed(1, PEER, new IOException("a\nb\\n\u001bc")), 1))
                .contains("a\\nb\\\\n\\u001bc");
    }
}
