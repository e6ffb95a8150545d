// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * READ RESERVATION parameter data (SPC-5, 6.16.3).
 *
 * <pre>
 *   8     RESERVATION KEY, 0 for the all registrants types
 *   16    obsolete (4), reserved (1)
 *   21    SCOPE and TYPE
 *   22    obsolete (2)
 * </pre>
 *
 * @param generation PRGENERATION, 0 to FFFFFFFFh
 * @param state whether there is a reservation
 * @param reservation what is held; empty where nothing is, and where not all of it came
 */
public record ReadReservationData(long generation, State state, Optional<Reservation> reservation) implements PrInData {
    private static final int DESCRIPTOR_LENGTH = 16;
    private static final int SCOPE_AND_TYPE_OFFSET = 13;

    /** Whether there is a reservation; an answer that was cut off never says that there is none. */
    public enum State {
        NONE,
        HELD,
        /** The answer ended before that. */
        UNKNOWN
    }

    /** The reservation that is held. */
    public record Reservation(ReservationKey key, ScopeAndType scopeAndType) {}

    /** Checks the range. */
    public ReadReservationData {
        PrInHeader.checkGeneration(generation);
        if (reservation.isPresent() && state != State.HELD) {
            throw new IllegalArgumentException(state + ", and yet there is " + reservation.get());
        }
    }

    /** All of it: there is that reservation, or none. */
    public ReadReservationData(long generation, Optional<Reservation> reservation) {
        this(generation, reservation.isPresent() ? State.HELD : State.NONE, reservation);
    }

    /** Decodes what came, see {@link PrInData}. */
    public static Received<ReadReservationData> decode(byte[] bytes) {
        PrInHeader header = PrInHeader.decode(bytes);
        ByteBuffer body = header.body();
        Optional<Reservation> reservation = body.remaining() < DESCRIPTOR_LENGTH
                ? Optional.empty()
                : Optional.of(new Reservation(
                        new ReservationKey(body.getLong(0)), ScopeAndType.fromByte(body.get(SCOPE_AND_TYPE_OFFSET))));
        return new Received<>(
                new ReadReservationData(header.generation(), state(header), reservation),
                header.announced(),
                bytes.length);
    }

    private static State state(PrInHeader header) {
        if (header.announced() == 0) {
            return State.UNKNOWN;
        }
        return header.announced() == PrInHeader.LENGTH ? State.NONE : State.HELD;
    }

    @Override
    public PrInAction action() {
        return PrInAction.READ_RESERVATION;
    }

    /** What came: of an answer that was cut off, as much as it takes to say the same. */
    @Override
    public byte[] encode() {
        ByteBuffer data = ByteBuffer.allocate(PrInHeader.LENGTH + (state == State.HELD ? DESCRIPTOR_LENGTH : 0));
        PrInHeader.put(data, generation);
        reservation.ifPresent(
                held -> data.putLong(held.key().value()).put(PrInHeader.LENGTH + SCOPE_AND_TYPE_OFFSET, (byte)
                        held.scopeAndType().toByte()));
        return Arrays.copyOf(data.array(), encodedLength(data.capacity()));
    }

    private int encodedLength(int whole) {
        return switch (state) {
            case UNKNOWN -> Integer.BYTES;
            case HELD -> reservation.isPresent() ? whole : PrInHeader.LENGTH;
            case NONE -> whole;
        };
    }
}
