// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.Optional;

/**
 * A service action of PERSISTENT RESERVE IN whose type says what it transfers (SPC-5, 6.16.2 to 6.16.5); see {@link PrOutcome}. It asks for
 * all that a helper can pass on, 8192 bytes, unless another allocation length is set.
 *
 * @param <T> what it transfers
 */
public final class PrQuery<T extends PrInData> {
    public static final PrQuery<ReadKeysData> READ_KEYS = of(PrInAction.READ_KEYS, ReadKeysData::decode);
    public static final PrQuery<ReadReservationData> READ_RESERVATION =
            of(PrInAction.READ_RESERVATION, ReadReservationData::decode);
    public static final PrQuery<ReportCapabilitiesData> REPORT_CAPABILITIES =
            of(PrInAction.REPORT_CAPABILITIES, ReportCapabilitiesData::decode);
    public static final PrQuery<ReadFullStatusData> READ_FULL_STATUS =
            of(PrInAction.READ_FULL_STATUS, ReadFullStatusData::decode);

    private final PrInCommand command;
    private final Decoder<T> decoder;

    private interface Decoder<T> {
        T decode(byte[] bytes, int allocationLength);
    }

    private PrQuery(PrInCommand command, Decoder<T> decoder) {
        this.command = command;
        this.decoder = decoder;
    }

    private static <T extends PrInData> PrQuery<T> of(PrInAction action, Decoder<T> decoder) {
        return new PrQuery<>(new PrInCommand(action, ScsiExchange.MAX_DATA_LENGTH), decoder);
    }

    /** The same that asks for so many bytes, 0 to FFFFh. */
    public PrQuery<T> withAllocationLength(int allocationLength) {
        return new PrQuery<>(new PrInCommand(command.action(), allocationLength), decoder);
    }

    /**
     * What to ask after an answer that is not whole: the same with room for as much as can be had.
     *
     * @param most bytes that can be had, 0 to FFFFh
     * @return empty where nothing is missing, the query did not end GOOD, or has asked for as much
     */
    public Optional<PrQuery<T>> again(PrOutcome<T> outcome, int most) {
        return outcome instanceof PrOutcome.Good<T>(T data) && !data.isWhole() && command.allocationLength() < most
                ? Optional.of(withAllocationLength(most))
                : Optional.empty();
    }

    /** The command to send. */
    public PrInCommand command() {
        return command;
    }

    /** Decodes what a device transferred for it; never throws. */
    public T decode(byte[] bytes) {
        return decoder.decode(bytes, command.allocationLength());
    }
}
