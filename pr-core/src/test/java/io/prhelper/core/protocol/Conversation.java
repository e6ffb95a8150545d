// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

import static io.prhelper.core.scsi.Bytes.hex;
import static io.prhelper.core.scsi.Bytes.zeros;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.HexFormat;
import java.util.List;

/**
 * One request, what the device makes of it, and the reply, as bytes on the socket. The table drives both ends.
 *
 * @param requestDigits CDB of 16 bytes and parameter list, in hexadecimal
 * @param replyDigits the reply in hexadecimal
 */
record Conversation(String name, String requestDigits, ScsiPort device, String replyDigits) {
    private static final String CHECK = "00000002 00000000";
    private static final String NO_SENSE = zeros(96);
    private static final String KEYS = "00000003 00000010 1122334455667788 99aabbccddeeff01";

    static final List<Conversation> ALL = List.of(
            conversation(
                    "READ KEYS",
                    "5e00 0000000000 2000 00",
                    exchange -> exchange.good(hex(KEYS)),
                    "00000000 00000018" + NO_SENSE + KEYS),
            conversation(
                    "READ KEYS cut off inside a key",
                    "5e00 0000000000 000b 00",
                    exchange -> exchange.good(hex(KEYS)),
                    "00000000 0000000b" + NO_SENSE + "00000003 00000010 112233"),
            conversation(
                    "READ KEYS with allocation length 0",
                    "5e00 0000000000 0000 00",
                    exchange -> exchange.good(hex(KEYS)),
                    "00000000 00000000" + NO_SENSE),
            conversation(
                    "READ KEYS from a device that tells no residual count",
                    "5e00 0000000000 2000 00",
                    exchange -> exchange.good(hex(KEYS + "ee".repeat(8192 - 24))),
                    "00000000 00000018" + NO_SENSE + KEYS),
            conversation(
                    "READ KEYS that fills all there is",
                    "5e00 0000000000 2000 00",
                    exchange -> exchange.good(hex("00000003 00001ff8" + "ab".repeat(8184))),
                    "00000000 00002000" + NO_SENSE + "00000003 00001ff8" + "ab".repeat(8184)),
            conversation(
                    "READ KEYS with more keys than fit",
                    "5e00 0000000000 2000 00",
                    exchange -> exchange.good(hex("00000003 00002000" + "ab".repeat(8184))),
                    "00000000 00002000" + NO_SENSE + "00000003 00002000" + "ab".repeat(8184)),
            conversation(
                    "READ KEYS with an additional length that is no length",
                    "5e00 0000000000 000a 00",
                    exchange -> exchange.good(hex("00000003 ffffffff 11223344")),
                    "00000000 0000000a" + NO_SENSE + "00000003 ffffffff 1122"),
            conversation(
                    "READ RESERVATION without the whole header",
                    "5e01 0000000000 0018 00",
                    exchange -> exchange.good(hex("00000003 000000")),
                    "00000000 00000007" + NO_SENSE + "00000003 000000"),
            conversation(
                    "READ RESERVATION that finds none",
                    "5e01 0000000000 0018 00",
                    exchange -> exchange.good(hex("00000003 00000000")),
                    "00000000 00000008" + NO_SENSE + "00000003 00000000"),
            conversation(
                    "READ RESERVATION that finds none, from a device that tells no residual count",
                    "5e01 0000000000 2000 00",
                    exchange -> exchange.good(hex("00000003 00000000" + "ee".repeat(8184))),
                    "00000000 00000008" + NO_SENSE + "00000003 00000000"),
            conversation(
                    "READ FULL STATUS, reserved bits of byte 1 set",
                    "5ee3 0000000000 0010 00",
                    exchange -> exchange.good(hex("00000003 00000000")),
                    "00000000 00000008" + NO_SENSE + "00000003 00000000"),
            conversation(
                    "REPORT CAPABILITIES",
                    "5e02 0000000000 0008 00",
                    exchange -> exchange.good(hex("0008 1d 80 ea 01 0000")),
                    "00000000 00000008" + NO_SENSE + "0008 1d 80 ea 01 0000"),
            conversation(
                    "REPORT CAPABILITIES of three bytes",
                    "5e02 0000000000 0003 00",
                    exchange -> exchange.good(hex("0008 1d 80 ea 01 0000")),
                    "00000000 00000003" + NO_SENSE + "0008 1d"),
            conversation(
                    "REPORT CAPABILITIES of two bytes, which would end QEMU",
                    "5e02 0000000000 2000 00",
                    exchange -> exchange.good(hex("0008")),
                    CHECK + sense(Sense.INVALID_FIELD_IN_CDB)),
            conversation(
                    "REPORT CAPABILITIES with allocation length 2",
                    "5e02 0000000000 0002 00",
                    exchange -> exchange.good(hex("0008 1d 80 ea 01 0000")),
                    CHECK + sense(Sense.INVALID_FIELD_IN_CDB)),
            conversation(
                    "REPORT CAPABILITIES that ends in a conflict",
                    "5e02 0000000000 2000 00",
                    exchange -> exchange.end(ScsiStatus.RESERVATION_CONFLICT),
                    "00000018 00000000" + NO_SENSE),
            conversation(
                    "PERSISTENT RESERVE IN with CHECK CONDITION has no data",
                    "5e04 0000000000 2000 00",
                    exchange -> {
                        exchange.answer().put(ScsiExchange.SENSE_OFFSET, hex("72 06 2a 05 00000000" + "ee".repeat(88)));
                        exchange.end(0x02, 8192);
                    },
                    CHECK + "72 06 2a 05 00000000" + "ee".repeat(88)),
            conversation(
                    "PERSISTENT RESERVE IN with a conflict has neither data nor sense",
                    "5e00 0000000000 2000 00",
                    exchange -> {
                        exchange.answer().put(ScsiExchange.SENSE_OFFSET, hex("ee".repeat(96)));
                        exchange.end(0x18, 8192);
                    },
                    "00000018 00000000" + NO_SENSE),
            conversation(
                    "a status byte that no standard has",
                    "5e00 0000000000 2000 00",
                    exchange -> exchange.end(0xfe, 24),
                    "000000fe 00000000" + NO_SENSE),
            conversation(
                    "RESERVE",
                    "5f01 05 0000 00000018 00 000000000000" + "ab".repeat(24),
                    exchange -> exchange.good(0),
                    "00000000 00000000" + NO_SENSE),
            conversation(
                    "PERSISTENT RESERVE OUT of a device that transfers something has no data",
                    "5f00 00 0000 00000018 00 000000000000" + "ab".repeat(24),
                    exchange -> exchange.good(hex(KEYS)),
                    "00000000 00000000" + NO_SENSE),
            conversation(
                    "PERSISTENT RESERVE OUT without a list",
                    "5f00 00 0000 00000000 00",
                    exchange -> exchange.checkCondition(Sense.PARAMETER_LIST_LENGTH_ERROR),
                    CHECK + sense(Sense.PARAMETER_LIST_LENGTH_ERROR)),
            conversation(
                    "PERSISTENT RESERVE OUT of a busy device",
                    "5f06 00 0000 00000001 00 000000000000 ab",
                    exchange -> exchange.end(ScsiStatus.BUSY),
                    "00000008 00000000" + NO_SENSE),
            conversation(
                    "PERSISTENT RESERVE OUT with the longest list",
                    "5f00 00 0000 00002000 00 000000000000" + "ab".repeat(8192),
                    exchange -> exchange.checkCondition(Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                    CHECK + sense(Sense.INVALID_FIELD_IN_PARAMETER_LIST)),
            conversation(
                    "PERSISTENT RESERVE OUT with another length in bytes 5 and 6: the list is taken, no device asked",
                    "5f01 05 0000 00010018 00 000000000000" + "ab".repeat(24),
                    Conversation::notAsked,
                    CHECK + sense(Sense.INVALID_FIELD_IN_CDB)),
            conversation(
                    "PERSISTENT RESERVE OUT with a length that is negative in four bytes",
                    "5f01 05 0000 80000018 00 000000000000" + "ab".repeat(24),
                    Conversation::notAsked,
                    CHECK + sense(Sense.INVALID_FIELD_IN_CDB)),
            conversation(
                    "CLEANUP, which has no data whatever its bytes 7 and 8 say",
                    "ff02 0000000000 ffff 00",
                    exchange -> exchange.good(hex(KEYS)),
                    "00000000 00000000" + NO_SENSE),
            conversation(
                    "CLEANUP of a descriptor opened for reading",
                    "ff00 0000000000 0000 00",
                    exchange -> exchange.checkCondition(Sense.INVALID_OPCODE),
                    CHECK + sense(Sense.INVALID_OPCODE)));

    private static Conversation conversation(String name, String request, ScsiPort device, String reply) {
        String digits = request.replace(" ", "");
        return new Conversation(name, digits + zeros(Math.max(0, 16 - digits.length() / 2)), device, reply);
    }

    byte[] request() {
        return hex(requestDigits);
    }

    byte[] reply() {
        return hex(replyDigits);
    }

    private static void notAsked(ScsiExchange exchange) {
        throw new AssertionError(
                "the device was asked to execute " + HexFormat.of().formatHex(exchange.copyCdb()));
    }

    private static String sense(Sense sense) {
        return String.format(
                "70 00 %02x 00000000 0a 00000000 %02x %02x %s", sense.key(), sense.asc(), sense.ascq(), zeros(82));
    }

    /** What a port does with the request, or the refusal that goes before it. */
    static void execute(ServerProtocol protocol, ScsiExchange exchange, ScsiPort device) {
        Sense refusal = protocol.refusal(exchange);
        if (refusal == null) {
            device.execute(exchange);
        } else {
            exchange.checkCondition(refusal);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
