// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

/**
 * What PERSISTENT RESERVE IN transfers (SPC-5, 6.16.2 to 6.16.5).
 *
 * <p>{@link #encode} makes the whole of it; a device server cuts that off at the allocation length, even inside a descriptor, and
 * leaves the length field as it is. Each record's {@code decode} takes what came, cut off anywhere: fields that are not there are
 * zero, descriptors that are not whole are left out, and {@link Received} tells how much there was to come. It never throws,
 * whatever the bytes.
 */
public sealed interface PrInData permits ReadKeysData, ReadReservationData, ReportCapabilitiesData, ReadFullStatusData {
    /** The service action that transfers it. */
    PrInAction action();

    /** The parameter data, whole. */
    byte[] encode();

    /** Decodes what a device transferred for this service action. */
    static Received<? extends PrInData> decode(PrInAction action, byte[] bytes) {
        return switch (action) {
            case READ_KEYS -> ReadKeysData.decode(bytes);
            case READ_RESERVATION -> ReadReservationData.decode(bytes);
            case REPORT_CAPABILITIES -> ReportCapabilitiesData.decode(bytes);
            case READ_FULL_STATUS -> ReadFullStatusData.decode(bytes);
        };
    }
}
