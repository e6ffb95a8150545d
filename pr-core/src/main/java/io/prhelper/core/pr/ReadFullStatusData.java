// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * READ FULL STATUS parameter data (SPC-5, 6.16.5): one descriptor per registration.
 *
 * @param generation PRGENERATION, 0 to FFFFFFFFh
 */
public record ReadFullStatusData(long generation, List<Registration> registrations) implements PrInData {
    /** Checks the range. */
    public ReadFullStatusData {
        PrInHeader.checkGeneration(generation);
        registrations = List.copyOf(registrations);
    }

    /** Decodes what came, see {@link PrInData}. */
    public static Received<ReadFullStatusData> decode(byte[] bytes) {
        PrInHeader header = PrInHeader.decode(bytes);
        ByteBuffer body = header.body();
        List<Registration> registrations = new ArrayList<>();
        while (Registration.isWhole(body)) {
            registrations.add(Registration.take(body));
        }
        return new Received<>(
                new ReadFullStatusData(header.generation(), registrations), header.announced(), bytes.length);
    }

    @Override
    public PrInAction action() {
        return PrInAction.READ_FULL_STATUS;
    }

    @Override
    public byte[] encode() {
        int length = registrations.stream().mapToInt(Registration::length).sum();
        ByteBuffer data = ByteBuffer.allocate(PrInHeader.LENGTH + length);
        PrInHeader.put(data, generation);
        registrations.forEach(registration -> registration.put(data));
        return data.array();
    }

    /**
     * A full status descriptor.
     *
     * <pre>
     *   0     RESERVATION KEY
     *   8     reserved (4)
     *   12    ALL_TG_PT 1, R_HOLDER 0
     *   13    SCOPE and TYPE, defined for a holder
     *   14    reserved (4)
     *   18    RELATIVE TARGET PORT IDENTIFIER (2)
     *   20    ADDITIONAL DESCRIPTOR LENGTH (4)
     *   24    TransportID
     * </pre>
     *
     * @param allTgPt the registration is on every target port
     * @param holder this port holds the reservation
     * @param relativeTargetPort 0 to FFFFh
     */
    public record Registration(
            ReservationKey key,
            boolean allTgPt,
            boolean holder,
            ScopeAndType scopeAndType,
            int relativeTargetPort,
            TransportId transportId) {
        private static final int FIXED_LENGTH = 24;
        private static final int FLAGS_OFFSET = 12;
        private static final int ALL_TG_PT = 0x02;
        private static final int R_HOLDER = 0x01;
        private static final int SCOPE_AND_TYPE_OFFSET = 13;
        private static final int RELATIVE_TARGET_PORT_OFFSET = 18;
        private static final int ADDITIONAL_LENGTH_OFFSET = 20;

        /** Checks the range. */
        public Registration {
            if (relativeTargetPort < 0 || relativeTargetPort > 0xffff) {
                throw new IllegalArgumentException(
                        "a relative target port identifier is 0 to 65535, not " + relativeTargetPort);
            }
        }

        private static boolean isWhole(ByteBuffer body) {
            int remaining = body.remaining();
            return remaining >= FIXED_LENGTH
                    && Integer.compareUnsigned(
                                    body.getInt(body.position() + ADDITIONAL_LENGTH_OFFSET), remaining - FIXED_LENGTH)
                            <= 0;
        }

        private static Registration take(ByteBuffer body) {
            ByteBuffer fixed = body.slice(body.position(), FIXED_LENGTH);
            byte[] transportId = new byte[fixed.getInt(ADDITIONAL_LENGTH_OFFSET)];
            body.position(body.position() + FIXED_LENGTH).get(transportId);
            int flags = fixed.get(FLAGS_OFFSET);
            return new Registration(
                    new ReservationKey(fixed.getLong(0)),
                    (flags & ALL_TG_PT) != 0,
                    (flags & R_HOLDER) != 0,
                    ScopeAndType.fromByte(fixed.get(SCOPE_AND_TYPE_OFFSET)),
                    fixed.getShort(RELATIVE_TARGET_PORT_OFFSET) & 0xffff,
                    TransportId.of(transportId));
        }

        private int length() {
            return FIXED_LENGTH + transportId.length();
        }

        private void put(ByteBuffer data) {
            ByteBuffer fixed = data.slice(data.position(), FIXED_LENGTH);
            fixed.putLong(0, key.value())
                    .put(FLAGS_OFFSET, (byte) ((allTgPt ? ALL_TG_PT : 0) | (holder ? R_HOLDER : 0)))
                    .put(SCOPE_AND_TYPE_OFFSET, (byte) scopeAndType.toByte())
                    .putShort(RELATIVE_TARGET_PORT_OFFSET, (short) relativeTargetPort)
                    .putInt(ADDITIONAL_LENGTH_OFFSET, transportId.length());
            data.position(data.position() + FIXED_LENGTH).put(transportId.encode());
        }
    }
}
