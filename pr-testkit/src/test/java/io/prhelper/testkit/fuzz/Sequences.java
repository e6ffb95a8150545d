// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Oracle;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.SimulatedSubject;
import io.prhelper.testkit.oracle.Topology;
import io.prhelper.testkit.oracle.Trial;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes as a list of typed requests, six for each. */
final class Sequences {
    private static final int BYTES_EACH = 6;

    /** As many as a readable difference has. */
    private static final int MOST = 200;

    static final Topology TOPOLOGY = new Topology(
            List.of(
                    new TransportId.FibreChannel(0x1000_0000_0000_000aL),
                    new TransportId.Sas(0x5000_0000_0000_000bL),
                    new TransportId.IscsiPort("iqn.2026-01.example:carol", 0x80_0000_0001L)),
            List.of(1, 7));
    private static final TransportId STRANGER = new TransportId.Sas(0x5fff_ffff_ffff_ffffL);
    private static final Operation[] OTHERS = {
        Operation.READ,
        Operation.WRITE,
        Operation.TEST_UNIT_READY,
        Operation.INQUIRY,
        Operation.REQUEST_SENSE,
        Operation.REPORT_LUNS,
        Operation.UNIT_RESERVE,
        Operation.UNIT_RELEASE
    };
    private static final Operation[] EVENTS = {Operation.LOSE_POWER, Operation.RESET, Operation.LOSE_INFORMATION};

    private Sequences() {}

    static void compare(byte[] data) {
        Trial trial =
                new Trial(new Oracle(TOPOLOGY), () -> new SimulatedSubject(TargetConfiguration.strictSpc5(), TOPOLOGY));
        assertThat(trial.run(requests(ByteBuffer.wrap(data)))).isEmpty();
    }

    static List<Request> requests(ByteBuffer data) {
        List<Request> requests = new ArrayList<>();
        while (data.remaining() >= BYTES_EACH && requests.size() < MOST) {
            requests.add(request(data.slice(data.position(), BYTES_EACH)));
            data.position(data.position() + BYTES_EACH);
        }
        return requests;
    }

    /** Kind, sender, service action, both keys, type and scope, flags. */
    private static Request request(ByteBuffer bytes) {
        int sender = (bytes.get(0) & 0xf) % TOPOLOGY.nexuses();
        int action = bytes.get(1) & 0x1f;
        int keys = bytes.get(2) & 0xff;
        int flags = bytes.get(4);
        return switch ((bytes.get(0) >>> 4) & 0xf) {
            case 0, 1, 2 -> new Request.In(sender, action, keys << 8 | (bytes.get(3) & 0xff));
            case 3 -> {
                Operation operation = OTHERS[action % OTHERS.length];
                boolean hasWide = switch (operation) {
                    case READ, WRITE, UNIT_RESERVE, UNIT_RELEASE -> true;
                    default -> false;
                };
                yield new Request.Other(sender, operation, hasWide && (flags & 1) != 0);
            }
            case 4 -> new Request.Event(EVENTS[action % EVENTS.length]);
            default ->
                new Request.Out(
                        sender,
                        action,
                        (keys >>> 4) & 0x3,
                        keys & 0x3,
                        bytes.get(3) & 0xff,
                        (flags & 1) != 0,
                        (flags & 2) != 0,
                        attachment(action, bytes.get(5), flags),
                        lengthError(flags, bytes.get(5)));
        };
    }

    /** Mostly none; no list at all, or with SPEC_I_PT one that ends before its ports; or a little wrong. */
    private static int lengthError(int flags, int port) {
        return switch (flags & 0x70) {
            case 0x50 -> (flags & 8) != 0 ? -28 : -24;
            case 0x60 -> -(port & 0xf);
            case 0x70 -> 1;
            default -> 0;
        };
    }

    private static Request.Attachment attachment(int action, int port, int flags) {
        TransportId id = (port & 0xf) == 0xf ? STRANGER : TOPOLOGY.initiators().get((port & 0xf) % 3);
        if (action == Operation.REGISTER_AND_MOVE.code()) {
            return new Request.Attachment.Destination(id, (port & 0x10) == 0 ? 1 : 7, (flags & 4) != 0);
        }
        return (flags & 8) != 0 ? new Request.Attachment.Ports(List.of(id)) : new Request.Attachment.None();
    }
}
