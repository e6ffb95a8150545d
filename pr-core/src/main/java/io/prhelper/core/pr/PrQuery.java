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
    /** Asks for the keys of all registrations, in 8192 bytes. */
    public static final PrQuery<ReadKeysData> READ_KEYS = of(PrInAction.READ_KEYS, ReadKeysData::decode);
    /** Asks for the reservation, in 8192 bytes. */
    public static final PrQuery<ReadReservationData> READ_RESERVATION =
            of(PrInAction.READ_RESERVATION, ReadReservationData::decode);
    /** Asks what the device server can do, in 8192 bytes. */
    public static final PrQuery<ReportCapabilitiesData> REPORT_CAPABILITIES =
            of(PrInAction.REPORT_CAPABILITIES, ReportCapabilitiesData::decode);
    /** Asks for all registrations with their ports, in 8192 bytes. */
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

    /**
     * The same query for more data, or less.
     *
     * @param allocationLength bytes to ask for, 0 to FFFFh
     * @return one that asks for so many
     * @throws IllegalArgumentException if that is out of range
     */
    public PrQuery<T> withAllocationLength(int allocationLength) {
        return new PrQuery<>(new PrInCommand(command.action(), allocationLength), decoder);
    }

    /**
     * What to ask after an answer that is not whole: the same with room for as much as can be had.
     *
     * @param outcome of this query
     * @param most bytes that can be had, 0 to FFFFh
     * @return the query to send next; empty where nothing is missing, the query did not end GOOD, or has asked
     *     for as much
     */
    public Optional<PrQuery<T>> again(PrOutcome<T> outcome, int most) {
        return outcome instanceof PrOutcome.Good<T>(T data) && !data.isWhole() && command.allocationLength() < most
                ? Optional.of(withAllocationLength(most))
                : Optional.empty();
    }

    /** {@return the command to send, with the allocation length} */
    public PrInCommand command() {
        return command;
    }

    /**
     * Decodes what a device transferred for it; never throws.
     *
     * @param bytes what came, cut off anywhere; copied
     * @return what the bytes say, none beyond the allocation length
     */
    public T decode(byte[] bytes) {
        return decoder.decode(bytes, command.allocationLength());
    }
}
