// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.function.Function;

/**
 * A service action of PERSISTENT RESERVE IN whose type says what it transfers (SPC-5, 6.16.2 to 6.16.5); see {@link PrOutcome}. It asks for
 * all that a helper can pass on, 8192 bytes; {@link PrInCommand} takes another allocation length.
 *
 * @param <T> what it transfers
 */
public final class PrQuery<T extends PrInData> {
    public static final PrQuery<ReadKeysData> READ_KEYS = new PrQuery<>(PrInAction.READ_KEYS, ReadKeysData::decode);
    public static final PrQuery<ReadReservationData> READ_RESERVATION =
            new PrQuery<>(PrInAction.READ_RESERVATION, ReadReservationData::decode);
    public static final PrQuery<ReportCapabilitiesData> REPORT_CAPABILITIES =
            new PrQuery<>(PrInAction.REPORT_CAPABILITIES, ReportCapabilitiesData::decode);
    public static final PrQuery<ReadFullStatusData> READ_FULL_STATUS =
            new PrQuery<>(PrInAction.READ_FULL_STATUS, ReadFullStatusData::decode);

    private final PrInCommand command;
    private final Function<byte[], Received<T>> decoder;

    private PrQuery(PrInAction action, Function<byte[], Received<T>> decoder) {
        command = new PrInCommand(action, ScsiExchange.MAX_DATA_LENGTH);
        this.decoder = decoder;
    }

    /** The command to send. */
    public PrInCommand command() {
        return command;
    }

    /** Decodes what a device transferred for it; never throws. */
    public Received<T> decode(byte[] bytes) {
        return decoder.apply(bytes);
    }
}
