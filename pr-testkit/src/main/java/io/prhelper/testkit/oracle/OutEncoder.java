// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes {@link Request.Out}: unlike the codecs of the core, also fields that the service action does not look at, and lists that are
 * not well formed (SPC-5, 6.17.1, 6.17.3, 6.17.4).
 */
final class OutEncoder {
    private static final int BASIC = 24;

    private OutEncoder() {}

    static void put(Request.Out request, ScsiExchange exchange) {
        byte[] list = list(request);
        byte[] cdb = ByteBuffer.allocate(10)
                .put(0, (byte) 0x5f)
                .put(1, (byte) request.serviceAction())
                .put(2, (byte) request.scopeAndType())
                .putInt(5, list.length)
                .array();
        exchange.put(cdb, list);
    }

    static int rightLength(Request.Attachment attachment) {
        return switch (attachment) {
            case Request.Attachment.None none -> BASIC;
            case Request.Attachment.Ports ports -> BASIC + 4 + length(ports.ports());
            case Request.Attachment.Destination destination ->
                BASIC + destination.initiator().length();
        };
    }

    private static int length(List<TransportId> ids) {
        int length = 0;
        for (TransportId id : ids) {
            length += id.length();
        }
        return length;
    }

    private static byte[] list(Request.Out request) {
        int right = rightLength(request.attachment());
        ByteBuffer list = ByteBuffer.allocate(right + Math.max(0, request.lengthError()));
        list.putLong(0, request.key()).putLong(8, request.serviceActionKey());
        int aptpl = request.aptpl() ? 1 : 0;
        int flags = aptpl | (request.allTgPt() ? 4 : 0);
        switch (request.attachment()) {
            case Request.Attachment.None none -> list.put(20, (byte) flags);
            case Request.Attachment.Ports(List<TransportId> ids) -> {
                list.put(20, (byte) (flags | 8)).putInt(BASIC, length(ids)).position(BASIC + 4);
                ids.forEach(id -> list.put(id.encode()));
            }
            case Request.Attachment.Destination(TransportId initiator, int targetPort, boolean unreg) ->
                list.put(17, (byte) (aptpl | (unreg ? 2 : 0)))
                        .putShort(18, (short) targetPort)
                        .putInt(20, initiator.length())
                        .put(BASIC, initiator.encode());
        }
        byte[] whole = list.array();
        return request.lengthError() < 0 ? Arrays.copyOf(whole, right + request.lengthError()) : whole;
    }
}
