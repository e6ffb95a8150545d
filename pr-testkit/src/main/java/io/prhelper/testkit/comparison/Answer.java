// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Words;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a command ended, as far as it is compared. Data is that of PERSISTENT RESERVE IN that ended GOOD, and what no standard orders is put
 * in order: registrations, and the PRGENERATION that a unit began with.
 *
 * @param request who asked what
 * @param status the status byte
 * @param text status, sense, data
 */
record Answer(Request.Command request, int status, String text) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String[] STATUS =
            IntStream.range(0, 256).mapToObj(ScsiStatus::describe).toArray(String[]::new);
    private static final int HEADER = 8;
    private static final int KEY = 8;
    private static final int DESCRIPTOR = 24;
    private static final int DESCRIPTOR_LENGTH_AT = 20;

    static Answer of(Request.Command request, ScsiExchange exchange, long firstGeneration) {
        String text = STATUS[exchange.status()];
        if (exchange.status() == ScsiStatus.CHECK_CONDITION.code()) {
            text += " " + Sense.parse(exchange.copySense());
        } else if (exchange.status() == ScsiStatus.GOOD.code() && exchange.opcode() == PrInCommand.OPERATION_CODE) {
            text += " " + data(request.operation(), exchange.copyDataIn(), firstGeneration);
        }
        return new Answer(request, exchange.status(), text);
    }

    private static String data(Operation operation, byte[] data, long firstGeneration) {
        boolean counted = operation != Operation.REPORT_CAPABILITIES && data.length >= Integer.BYTES;
        if (counted) {
            ByteBuffer buffer = ByteBuffer.wrap(data);
            buffer.putInt(0, (int) (buffer.getInt(0) - firstGeneration));
        }
        return switch (operation) {
            case READ_KEYS -> inOrder(data, entries(data, KEY));
            case READ_FULL_STATUS -> inOrder(data, entries(data, DESCRIPTOR));
            default -> HEX.formatHex(data);
        };
    }

    /** Where each begins; the last is where they end, the length of the data only where the answer is not cut. */
    private static List<Integer> entries(byte[] data, int least) {
        List<Integer> starts = new ArrayList<>();
        int at = Math.min(HEADER, data.length);
        starts.add(at);
        while (at + least <= data.length) {
            long more = least == KEY ? 0 : ByteBuffer.wrap(data).getInt(at + DESCRIPTOR_LENGTH_AT) & 0xffff_ffffL;
            if (more > data.length - at - least) {
                return starts;
            }
            at += least + (int) more;
            starts.add(at);
        }
        return starts;
    }

    /** Of an answer that is cut, only how much of it there is: which registrations are in it is a matter of order. */
    private static String inOrder(byte[] data, List<Integer> starts) {
        String header = HEX.formatHex(data, 0, starts.getFirst());
        boolean whole = data.length >= HEADER
                && starts.getLast() == data.length
                && ByteBuffer.wrap(data).getInt(Integer.BYTES) == data.length - HEADER;
        if (!whole) {
            return header + " and " + (data.length - starts.getFirst()) + " bytes";
        }
        List<String> entries = new ArrayList<>();
        for (int i = 1; i < starts.size(); i++) {
            entries.add(HEX.formatHex(Arrays.copyOfRange(data, starts.get(i - 1), starts.get(i))));
        }
        Collections.sort(entries);
        return header + entries;
    }

    @Override
    public String toString() {
        return Words.of(request) + ": " + text;
    }
}
