// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.cli.event.CommandText;
import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver.Finished;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request as the trail tells it: what was asked, by whom, for what, and what came of it.
 *
 * @param time when it ended
 * @param connection number of the connection
 * @param peer who asked
 * @param facts what else is known of who asked
 * @param kind what the descriptor stands for, or null where it was not looked at
 * @param number of the device, or null where there is none
 * @param device what else is known of the device
 * @param action the standard's name of the service action
 * @param command what it asked for, or null where its parameter list means nothing, and for PERSISTENT RESERVE IN
 * @param decision what was decided of it
 * @param status what it ended with
 * @param sense that goes with CHECK CONDITION, else null
 * @param micros from the whole request to the reply, or 0 where that was not timed
 */
record AuditRecord(
        Instant time,
        long connection,
        PeerCredentials peer,
        PeerFacts facts,
        @Nullable DeviceKind kind,
        @Nullable DeviceNumber number,
        DeviceFacts device,
        String action,
        @Nullable PrOutCommand command,
        Decision decision,
        int status,
        @Nullable Sense sense,
        long micros) {

    /** What a request came to. */
    static AuditRecord of(Instant time, Finished request, PeerFacts facts, DeviceFacts device) {
        byte[] cdb = request.cdb().array();
        return new AuditRecord(
                time,
                request.connection(),
                request.peer(),
                facts,
                request.kind(),
                request.device(),
                device,
                CommandText.action(cdb),
                command(cdb, request.dataOut().array()),
                request.decision(),
                request.status(),
                request.status() == ScsiStatus.CHECK_CONDITION.code()
                        ? Sense.parse(request.sense().array())
                        : null,
                request.nanos() / 1000);
    }

    private static @Nullable PrOutCommand command(byte[] cdb, byte[] dataOut) {
        return PrCommand.decode(cdb, dataOut) instanceof Decoded.Valid<PrCommand>(PrOutCommand command)
                ? command
                : null;
    }

    /** Whether no device was asked. */
    boolean isRefusal() {
        return decision != Decision.EXECUTED;
    }

    /** What it did; null unless it is GOOD. */
    @Nullable
    Effect effect() {
        return command == null || isRefusal() || status != ScsiStatus.GOOD.code() ? null : Effect.of(command);
    }

    /** Whether the service action looks at a service action key. */
    boolean hasServiceActionKey() {
        return switch (command) {
            case null -> false;
            case PrOutCommand.Reserve _, PrOutCommand.Release _, PrOutCommand.Clear _ -> false;
            case PrOutCommand.Register _,
                    PrOutCommand.RegisterAndIgnoreExistingKey _,
                    PrOutCommand.RegisterAndMove _,
                    PrOutCommand.Preempt _,
                    PrOutCommand.PreemptAndAbort _,
                    PrOutCommand.ReplaceLostReservation _ -> true;
        };
    }

    /** The type of the reservation that it is about, {@code type 0Fh} where the standard has no name; null where it is about none. */
    @Nullable
    String type() {
        return switch (command) {
            case null -> null;
            case PrOutCommand.Reserve _,
                    PrOutCommand.Release _,
                    PrOutCommand.Preempt _,
                    PrOutCommand.PreemptAndAbort _,
                    PrOutCommand.ReplaceLostReservation _ ->
                command.scopeAndType()
                        .type()
                        .map(CommandText::words)
                        .orElseGet(() -> String.format(
                                Locale.ROOT,
                                "type %02Xh",
                                command.scopeAndType().typeCode()));
            case PrOutCommand.Register _,
                    PrOutCommand.RegisterAndIgnoreExistingKey _,
                    PrOutCommand.RegisterAndMove _,
                    PrOutCommand.Clear _ -> null;
        };
    }

    /** What it registers with; of REGISTER AND MOVE the bit that the two have in common. */
    RegisterOptions options() {
        return switch (command) {
            case PrOutCommand.Register register -> register.options();
            case PrOutCommand.RegisterAndIgnoreExistingKey register -> register.options();
            case PrOutCommand.RegisterAndMove move ->
                move.aptpl() ? RegisterOptions.NONE.withAptpl() : RegisterOptions.NONE;
            case null, default -> RegisterOptions.NONE;
        };
    }

    /** Whether the sender is unregistered as it moves its reservation. */
    boolean unregisters() {
        return command instanceof PrOutCommand.RegisterAndMove move && move.unreg();
    }

    /** The ports that it names. */
    List<TransportId> to() {
        return command instanceof PrOutCommand.RegisterAndMove move
                ? List.of(move.destination())
                : options().transportIds();
    }

    /** The status by the standard's name, {@code status 3Fh} where it has none. */
    String statusName() {
        return ScsiStatus.of(status)
                .map(CommandText::words)
                .orElseGet(() -> String.format(Locale.ROOT, "status %02Xh", status & 0xff));
    }

    /** {@code 8:16}, or null. */
    @Nullable
    String deviceNumber() {
        return number == null
                ? null
                : Integer.toUnsignedString(number.major()) + ":" + Integer.toUnsignedString(number.minor());
    }

    /** The kind of device in one word, or null. */
    @Nullable
    String deviceKind() {
        return switch (kind) {
            case null -> null;
            case DISK -> "disk";
            case SCSI_GENERIC -> "sg";
            case SCSI_TAPE -> "tape";
            case MULTIPATH -> "multipath";
            case PARTITION -> "partition";
            case MAPPED -> "mapped";
            case GONE -> "gone";
            case UNKNOWN -> "unknown";
            case FOREIGN -> "foreign";
            case OTHER -> "other";
        };
    }
}
