// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** READ FULL STATUS parameter data (SPC-5, 6.16.5): one descriptor per registration. */
public final class ReadFullStatusData extends PrInData {
    /**
     * The longest descriptor: 24, and a TransportID of 4, a name of 223 bytes (RFC 7143, 4.2.7.2), what makes it that of a port, and its end.
     * Linux's target leaves out the registrations that have no room any more, and announces the others as if they were all.
     */
    private static final int MAX_DESCRIPTOR_LENGTH = 272;

    private final PrInHeader header;
    private final List<Registration> registrations;

    /**
     * All registrations.
     *
     * @param generation PRGENERATION, 0 to FFFFFFFFh
     * @param registrations in the order in which a device reports them
     * @throws IllegalArgumentException if the generation is out of range
     */
    public ReadFullStatusData(long generation, List<Registration> registrations) {
        this(bytes(generation, registrations), ANY_LENGTH);
    }

    private ReadFullStatusData(byte[] bytes, int allocationLength) {
        super(bytes);
        header = PrInHeader.decode(bytes, allocationLength);
        List<Registration> came = new ArrayList<>();
        while (Registration.isWhole(header.body())) {
            came.add(Registration.take(header.body()));
        }
        registrations = List.copyOf(came);
    }

    private static byte[] bytes(long generation, List<Registration> registrations) {
        int length = registrations.stream()
                .mapToInt(registration -> registration.bytes.length)
                .sum();
        ByteBuffer data = ByteBuffer.allocate(PrInHeader.LENGTH + length);
        PrInHeader.put(data, generation);
        registrations.forEach(registration -> data.put(registration.bytes));
        return data.array();
    }

    /**
     * Decodes what came, where it is not known how much was asked for; never throws, see {@link PrInData}.
     *
     * @param bytes cut off anywhere; copied
     * @return with the descriptors that came whole
     */
    public static ReadFullStatusData decode(byte[] bytes) {
        return decode(bytes, ANY_LENGTH);
    }

    static ReadFullStatusData decode(byte[] bytes, int allocationLength) {
        return new ReadFullStatusData(bytes.clone(), allocationLength);
    }

    /** {@return PRGENERATION, 0 to FFFFFFFFh; 0 where it did not come} */
    public long generation() {
        return header.generation();
    }

    /** {@return the registrations that came whole; all there are, if {@link #isWhole}} */
    public List<Registration> registrations() {
        return registrations;
    }

    @Override
    public PrInAction action() {
        return PrInAction.READ_FULL_STATUS;
    }

    @Override
    public long announced() {
        return header.announced();
    }

    @Override
    public OptionalLong missing() {
        return header.missing(!header.body().hasRemaining(), MAX_DESCRIPTOR_LENGTH);
    }

    @Override
    String fields() {
        return "generation=" + generation() + ", registrations=" + registrations;
    }

    /**
     * A full status descriptor; equal to another where the bytes are.
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
     */
    public static final class Registration {
        private static final int FIXED_LENGTH = 24;
        private static final int FLAGS_OFFSET = 12;
        private static final int ALL_TG_PT = 0x02;
        private static final int R_HOLDER = 0x01;
        private static final int SCOPE_AND_TYPE_OFFSET = 13;
        private static final int RELATIVE_TARGET_PORT_OFFSET = 18;
        private static final int ADDITIONAL_LENGTH_OFFSET = 20;

        private final byte[] bytes;
        private final TransportId transportId;

        /**
         * As a device reports it.
         *
         * @param key with which the port is registered
         * @param allTgPt the registration is on every target port
         * @param holder this port holds the reservation
         * @param scopeAndType of the reservation; {@link ScopeAndType#NONE} where the port does not hold it
         * @param relativeTargetPort identifier of the target port through which it is registered, 0 to FFFFh
         * @param transportId the initiator port
         * @throws IllegalArgumentException if the relative target port is out of range
         */
        public Registration(
                ReservationKey key,
                boolean allTgPt,
                boolean holder,
                ScopeAndType scopeAndType,
                int relativeTargetPort,
                TransportId transportId) {
            if (relativeTargetPort < 0 || relativeTargetPort > 0xffff) {
                throw new IllegalArgumentException(
                        "a relative target port identifier is 0 to 65535, not " + relativeTargetPort);
            }
            this.transportId = transportId;
            bytes = ByteBuffer.allocate(FIXED_LENGTH + transportId.length())
                    .putLong(0, key.value())
                    .put(FLAGS_OFFSET, (byte) ((allTgPt ? ALL_TG_PT : 0) | (holder ? R_HOLDER : 0)))
                    .put(SCOPE_AND_TYPE_OFFSET, (byte) scopeAndType.toByte())
                    .putShort(RELATIVE_TARGET_PORT_OFFSET, (short) relativeTargetPort)
                    .putInt(ADDITIONAL_LENGTH_OFFSET, transportId.length())
                    .put(FIXED_LENGTH, transportId.encode())
                    .array();
        }

        private Registration(byte[] bytes) {
            this.bytes = bytes;
            transportId = TransportId.of(Arrays.copyOfRange(bytes, FIXED_LENGTH, bytes.length));
        }

        private static boolean isWhole(ByteBuffer body) {
            int remaining = body.remaining();
            return remaining >= FIXED_LENGTH
                    && Integer.compareUnsigned(
                                    body.getInt(body.position() + ADDITIONAL_LENGTH_OFFSET), remaining - FIXED_LENGTH)
                            <= 0;
        }

        private static Registration take(ByteBuffer body) {
            byte[] bytes = new byte[FIXED_LENGTH + body.getInt(body.position() + ADDITIONAL_LENGTH_OFFSET)];
            body.get(bytes);
            return new Registration(bytes);
        }

        /** {@return the key with which the port is registered} */
        public ReservationKey key() {
            return new ReservationKey(ByteBuffer.wrap(bytes).getLong(0));
        }

        /** {@return ALL_TG_PT: whether the registration is on every target port} */
        public boolean allTgPt() {
            return (bytes[FLAGS_OFFSET] & ALL_TG_PT) != 0;
        }

        /** {@return R_HOLDER: whether this port holds the reservation} */
        public boolean holder() {
            return (bytes[FLAGS_OFFSET] & R_HOLDER) != 0;
        }

        /** {@return SCOPE and TYPE of the reservation, defined for a {@link #holder}} */
        public ScopeAndType scopeAndType() {
            return ScopeAndType.fromByte(bytes[SCOPE_AND_TYPE_OFFSET]);
        }

        /**
         * RELATIVE TARGET PORT IDENTIFIER: through which it is registered.
         *
         * @return 0 to FFFFh; not to be looked at with {@link #allTgPt}
         */
        public int relativeTargetPort() {
            return ByteBuffer.wrap(bytes).getShort(RELATIVE_TARGET_PORT_OFFSET) & 0xffff;
        }

        /** {@return the initiator port, as the device spells it} */
        public TransportId transportId() {
            return transportId;
        }

        /** {@return a copy of the descriptor; of one that was decoded, the bytes that came} */
        public byte[] encode() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Registration registration && Arrays.equals(bytes, registration.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Registration[key=" + key() + ", allTgPt=" + allTgPt() + ", holder=" + holder() + ", scopeAndType="
                    + scopeAndType() + ", relativeTargetPort=" + relativeTargetPort() + ", transportId=" + transportId
                    + "]";
        }
    }
}
