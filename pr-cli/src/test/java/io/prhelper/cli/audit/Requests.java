// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver.Finished;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as a server tells of them. */
final class Requests {
    static final ReservationKey OWN = new ReservationKey(0xa);
    static final ReservationKey OTHER = new ReservationKey(0xb);
    static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    static final TransportId PORT = new TransportId.IscsiPort("iqn.2026-01.org.example:b", 0x80_0000_0001L);
    static final DeviceNumber DISK = DeviceNumber.block(8, 16);
    static final PeerCredentials PEER = new PeerCredentials(4711, 107, -2);

    private Requests() {}

    static PrOutCommand preempt() {
        return new PrOutCommand.Preempt(OWN, OTHER, TYPE);
    }

    static PrOutCommand move(boolean unreg) {
        return new PrOutCommand.RegisterAndMove(OWN, OTHER, unreg, true, 1, PORT);
    }

    static PrOutCommand register(RegisterOptions options) {
        return new PrOutCommand.Register(OWN, OTHER, options);
    }

    /** One of each service action, with all that it may ask for. */
    static List<PrCommand> all() {
        RegisterOptions options =
                RegisterOptions.NONE.withAptpl().withAllTgPt().withTransportIds(List.of(PORT, new TransportId.Sas(7)));
        return List.of(
                new PrInCommand(PrInAction.READ_KEYS, 8),
                register(options),
                register(RegisterOptions.NONE),
                new PrOutCommand.Register(ReservationKey.ZERO, OWN),
                new PrOutCommand.Register(OWN, ReservationKey.ZERO),
                new PrOutCommand.RegisterAndIgnoreExistingKey(OWN, OTHER, options),
                new PrOutCommand.RegisterAndIgnoreExistingKey(ReservationKey.ZERO),
                new PrOutCommand.Reserve(OWN, TYPE),
                new PrOutCommand.Reserve(OWN, new ScopeAndType(0xf, 0xf)),
                new PrOutCommand.Release(OWN, TYPE),
                new PrOutCommand.Clear(OWN),
                preempt(),
                new PrOutCommand.Preempt(OWN, OWN, TYPE),
                new PrOutCommand.Preempt(OWN, ReservationKey.ZERO, TYPE),
                new PrOutCommand.PreemptAndAbort(OWN, OTHER, TYPE),
                new PrOutCommand.PreemptAndAbort(OWN, OWN, TYPE),
                move(false),
                move(true),
                new PrOutCommand.ReplaceLostReservation(OTHER, TYPE));
    }

    /** All of these with each thing that can be decided and come of it. */
    static List<Finished> allWithAllOutcomes() {
        List<Finished> requests = new ArrayList<>();
        for (PrCommand command : all()) {
            for (ScsiStatus status : ScsiStatus.values()) {
                requests.add(of(command, Decision.EXECUTED, DeviceKind.DISK, DISK, status.code(), null));
            }
            requests.add(of(command, Decision.EXECUTED, DeviceKind.DISK, DISK, 0x3f, null));
            for (Decision decision : Decision.values()) {
                requests.add(of(command, decision, null, null, 2, Sense.INVALID_OPCODE));
            }
        }
        for (DeviceKind kind : DeviceKind.values()) {
            requests.add(of(preempt(), Decision.DEVICE_KIND_DENIED, kind, DISK, 2, Sense.INVALID_OPCODE));
            requests.add(of(preempt(), Decision.DEVICE_KIND_DENIED, kind, null, 2, Sense.INVALID_OPCODE));
        }
        return requests;
    }

    static Finished good(PrCommand command) {
        return of(command, Decision.EXECUTED, DeviceKind.DISK, DISK, 0, null);
    }

    static Finished of(
            PrCommand command,
            Decision decision,
            @Nullable DeviceKind kind,
            @Nullable DeviceNumber device,
            int status,
            @Nullable Sense sense) {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[96]);
        if (sense != null) {
            sense.putFixed(bytes, 0);
        }
        return new Finished(
                7,
                PEER,
                decision,
                kind,
                device,
                ByteBuffer.wrap(Arrays.copyOf(command.cdb(), 16)),
                ByteBuffer.wrap(command.dataOut()),
                status,
                bytes,
                0,
                decision == Decision.EXECUTED ? 1_000_000 : 0,
                decision == Decision.EXECUTED ? 1_234_567 : 0);
    }

    /** A request whose parameter list means nothing. */
    static Finished meaningless(int serviceAction) {
        byte[] cdb = new byte[16];
        cdb[0] = 0x5f;
        cdb[1] = (byte) serviceAction;
        cdb[8] = 3;
        return new Finished(
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
    }
}
