// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * READ RESERVATION parameter data (SPC-5, 6.16.3).
 *
 * <pre>
 *   8     RESERVATION KEY, 0 for the all registrants types
 *   16    obsolete (4), reserved (1)
 *   21    SCOPE and TYPE
 *   22    obsolete (2)
 * </pre>
 */
public final class ReadReservationData extends PrInData {
    private static final int DESCRIPTOR_LENGTH = 16;
    private static final int SCOPE_AND_TYPE_OFFSET = 13;

    private final PrInHeader header;
    private final Optional<Reservation> reservation;

    /** Whether there is a reservation; an answer that was cut off never says that there is none. */
    public enum State {
        /** Nothing is reserved. */
        NONE,
        /** There is a reservation, even if not all of it came. */
        HELD,
        /** The answer ended before that, or would have had no room for one. */
        UNKNOWN
    }

    /**
     * The reservation that is held.
     *
     * @param key the holder's; 0 for the all registrants types
     * @param scopeAndType SCOPE and TYPE, any codes
     */
    public record Reservation(ReservationKey key, ScopeAndType scopeAndType) {}

    /**
     * All of it: there is that reservation, or none.
     *
     * @param generation PRGENERATION, 0 to FFFFFFFFh
     * @param reservation empty if there is none
     * @throws IllegalArgumentException if the generation is out of range
     */
    public ReadReservationData(long generation, Optional<Reservation> reservation) {
        this(bytes(generation, reservation), ANY_LENGTH);
    }

    private ReadReservationData(byte[] bytes, int allocationLength) {
        super(bytes);
        header = PrInHeader.decode(bytes, allocationLength);
        ByteBuffer body = header.body();
        reservation = body.limit() < DESCRIPTOR_LENGTH
                ? Optional.empty()
                : Optional.of(new Reservation(
                        new ReservationKey(body.getLong(0)), ScopeAndType.fromByte(body.get(SCOPE_AND_TYPE_OFFSET))));
    }

    private static byte[] bytes(long generation, Optional<Reservation> reservation) {
        ByteBuffer data = ByteBuffer.allocate(PrInHeader.LENGTH + (reservation.isPresent() ? DESCRIPTOR_LENGTH : 0));
        PrInHeader.put(data, generation);
        reservation.ifPresent(
                held -> data.putLong(held.key().value()).put(PrInHeader.LENGTH + SCOPE_AND_TYPE_OFFSET, (byte)
                        held.scopeAndType().toByte()));
        return data.array();
    }

    /**
     * Decodes what came, where it is not known how much was asked for; never throws, see {@link PrInData}.
     *
     * @param bytes cut off anywhere; copied
     * @return with the reservation, if its descriptor came whole
     */
    public static ReadReservationData decode(byte[] bytes) {
        return decode(bytes, ANY_LENGTH);
    }

    static ReadReservationData decode(byte[] bytes, int allocationLength) {
        return new ReadReservationData(bytes.clone(), allocationLength);
    }

    /** {@return PRGENERATION, 0 to FFFFFFFFh; 0 where it did not come} */
    public long generation() {
        return header.generation();
    }

    /** {@return whether there is a reservation} */
    public State state() {
        if (header.announced() > PrInHeader.LENGTH) {
            return State.HELD;
        }
        return isWhole() ? State.NONE : State.UNKNOWN;
    }

    /**
     * What is held.
     *
     * @return empty where nothing is or nobody knows, and where not all of it came: {@link #state} tells which
     */
    public Optional<Reservation> reservation() {
        return reservation;
    }

    @Override
    public PrInAction action() {
        return PrInAction.READ_RESERVATION;
    }

    @Override
    public long announced() {
        return header.announced();
    }

    @Override
    public OptionalLong missing() {
        boolean none = header.announced() == PrInHeader.LENGTH;
        return header.missing(none || reservation.isPresent(), none ? DESCRIPTOR_LENGTH : 0);
    }

    @Override
    String fields() {
        return "generation=" + generation() + ", "
                + reservation.map(Object::toString).orElse(state().toString());
    }
}
