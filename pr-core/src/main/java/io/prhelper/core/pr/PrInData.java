// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What PERSISTENT RESERVE IN transfers (SPC-5, 6.16.2 to 6.16.5): the bytes, and what they mean.
 *
 * <p>An answer that was decoded keeps the bytes it came in, and {@link #encode} gives them back: reserved fields, what stands behind the
 * announced length, and an answer that was cut off too. One that is made from values is whole and has the bytes of the standard; a device
 * server cuts that off at the allocation length, even inside a descriptor, and leaves the length field as it is. Two are equal where their
 * bytes are, and what is known to be missing.
 *
 * <p>Each class's {@code decode} takes what came, cut off anywhere, and never throws: what is not there is unknown, never "no" or "none";
 * {@link #missing} tells how much there was to come.
 */
public abstract sealed class PrInData
        permits ReadKeysData, ReadReservationData, ReportCapabilitiesData, ReadFullStatusData {
    /** As much as anybody could answer: where it is not known how much was asked for. */
    static final int ANY_LENGTH = Integer.MAX_VALUE;

    private final byte[] bytes;

    PrInData(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return the service action that transfers it} */
    public abstract PrInAction action();

    /**
     * How long the data says it is.
     *
     * @return bytes in all, header and all; 0 where the length field did not come
     */
    public abstract long announced();

    /**
     * How much was announced and did not come.
     *
     * <p>Nobody can know where the length field did not come, where what was announced ends inside a descriptor, and
     * where the allocation length is known and would not have had room for one descriptor more: there are targets that
     * announce no more than they send. SPDK says 8 of READ KEYS cut at 16 bytes, however many there are; Linux's target
     * says how many there are, but not in READ FULL STATUS.
     *
     * @return bytes, 0 where nothing is missing; empty where nobody can know
     */
    public abstract OptionalLong missing();

    /** {@return true where {@link #missing} says 0; false also where nobody can know} */
    public final boolean isWhole() {
        OptionalLong missing = missing();
        return missing.isPresent() && missing.getAsLong() == 0;
    }

    /** {@return a copy of the parameter data; of what was decoded, the bytes that came} */
    public final byte[] encode() {
        return bytes.clone();
    }

    /**
     * Decodes what a device transferred, where it is not known how much it was asked for; never throws.
     *
     * @param action which it was asked for
     * @param bytes what came, cut off anywhere; copied
     * @return data of the class that goes with the service action
     */
    public static PrInData decode(PrInAction action, byte[] bytes) {
        return decode(action, bytes, ANY_LENGTH);
    }

    /**
     * Decodes what a device transferred for a command; never throws.
     *
     * @param sent the command: what came beyond its allocation length means nothing
     * @param bytes what came, cut off anywhere; copied
     * @return data of the class that goes with its service action
     */
    public static PrInData decode(PrInCommand sent, byte[] bytes) {
        return decode(sent.action(), bytes, sent.allocationLength());
    }

    private static PrInData decode(PrInAction action, byte[] bytes, int allocationLength) {
        return switch (action) {
            case READ_KEYS -> ReadKeysData.decode(bytes, allocationLength);
            case READ_RESERVATION -> ReadReservationData.decode(bytes, allocationLength);
            case REPORT_CAPABILITIES -> ReportCapabilitiesData.decode(bytes, allocationLength);
            case READ_FULL_STATUS -> ReadFullStatusData.decode(bytes, allocationLength);
        };
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof PrInData data
                && action() == data.action()
                && Arrays.equals(bytes, data.bytes)
                && missing().equals(data.missing());
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code ReadKeysData[generation=1, keys=[0x000000000000000a], 8 bytes missing]}. */
    @Override
    public final String toString() {
        OptionalLong missing = missing();
        String rest = missing.isEmpty()
                ? ", perhaps not all"
                : isWhole() ? "" : ", " + missing.getAsLong() + " bytes missing";
        return getClass().getSimpleName() + "[" + fields() + rest + "]";
    }

    /** What it says, for {@link #toString}. */
    abstract String fields();
}
