// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command is to be answered with. */
public final class Answer {
    private static final Answer GOOD_WITHOUT_DATA = new Answer(ScsiStatus.GOOD, Sense.NO_SENSE, new byte[0]);
    private static final Answer GOOD_WITH_ANY_DATA = new Answer(ScsiStatus.GOOD, Sense.NO_SENSE, null);

    private final ScsiStatus status;
    private final Sense sense;
    private final byte @Nullable [] data;

    private Answer(ScsiStatus status, Sense sense, byte @Nullable [] data) {
        this.status = status;
        this.sense = sense;
        this.data = data;
    }

    static Answer of(ScsiStatus status) {
        return new Answer(status, Sense.NO_SENSE, new byte[0]);
    }

    static Answer check(Sense sense) {
        return new Answer(ScsiStatus.CHECK_CONDITION, sense, new byte[0]);
    }

    static Answer good(Topology topology, ModelState state, Request request) {
        if (request instanceof Request.In in) {
            byte[] whole = InData.encode(topology, state, in.operation());
            int allocation = Math.min(in.allocationLength(), ScsiExchange.MAX_DATA_LENGTH);
            // SPC-5, 4.2.5.6: cut off anywhere, and the length field is not changed.
            byte[] cut = whole.length > allocation ? Arrays.copyOf(whole, allocation) : whole;
            return new Answer(ScsiStatus.GOOD, Sense.NO_SENSE, cut);
        }
        return switch (request.operation()) {
            case READ, INQUIRY, REQUEST_SENSE, REPORT_LUNS -> GOOD_WITH_ANY_DATA;
            default -> GOOD_WITHOUT_DATA;
        };
    }

    /** {@return the status} */
    public ScsiStatus status() {
        return status;
    }

    /** {@return the sense; {@link Sense#NO_SENSE} unless with CHECK CONDITION} */
    public Sense sense() {
        return sense;
    }

    /**
     * Says how the answer in an exchange differs from this one: status, sense in the fixed format, and data where it is known.
     *
     * @param exchange in which a command has ended
     * @return expected and found answer; empty if they are the same
     */
    public Optional<String> differenceFrom(ScsiExchange exchange) {
        if (exchange.status() != status.code() || !isSense(exchange.answer())) {
            return Optional.of("expected " + this + ", answered " + ScsiStatus.describe(exchange.status()) + " "
                    + Sense.parse(exchange.copySense()));
        }
        if (data == null || isData(exchange, data)) {
            return Optional.empty();
        }
        return Optional.of("expected data " + HexFormat.of().formatHex(data) + ", answered "
                + HexFormat.of().formatHex(exchange.copyDataIn()));
    }

    /** Fixed format, current (SPC-5, 4.4.3). */
    private boolean isSense(ByteBuffer answer) {
        int at = ScsiExchange.SENSE_OFFSET;
        return status != ScsiStatus.CHECK_CONDITION
                || ((answer.get(at) & 0x7f) == 0x70
                        && (answer.get(at + 2) & 0xf) == sense.key()
                        && (answer.get(at + 12) & 0xff) == sense.asc()
                        && (answer.get(at + 13) & 0xff) == sense.ascq());
    }

    private static boolean isData(ScsiExchange exchange, byte[] expected) {
        if (exchange.transferred() != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (exchange.answer().get(ScsiExchange.DATA_IN_OFFSET + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code GOOD (00h)}, {@code CHECK CONDITION (02h) 05/26/00}. */
    @Override
    public String toString() {
        return ScsiStatus.describe(status.code()) + (status == ScsiStatus.CHECK_CONDITION ? " " + sense : "");
    }
}
