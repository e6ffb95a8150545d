// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** READ KEYS parameter data (SPC-5, 6.16.2): one key per registration, duplicates kept. */
public final class ReadKeysData extends PrInData {
    private final PrInHeader header;
    private final List<ReservationKey> keys;

    /**
     * All keys.
     *
     * @param generation PRGENERATION, 0 to FFFFFFFFh
     * @param keys one per registration, duplicates kept
     * @throws IllegalArgumentException if the generation is out of range
     */
    public ReadKeysData(long generation, List<ReservationKey> keys) {
        this(bytes(generation, keys), ANY_LENGTH);
    }

    private ReadKeysData(byte[] bytes, int allocationLength) {
        super(bytes);
        header = PrInHeader.decode(bytes, allocationLength);
        List<ReservationKey> came = new ArrayList<>();
        ByteBuffer body = header.body();
        while (body.remaining() >= ReservationKey.LENGTH) {
            came.add(new ReservationKey(body.getLong()));
        }
        keys = List.copyOf(came);
    }

    private static byte[] bytes(long generation, List<ReservationKey> keys) {
        ByteBuffer data = ByteBuffer.allocate(PrInHeader.LENGTH + keys.size() * ReservationKey.LENGTH);
        PrInHeader.put(data, generation);
        keys.forEach(key -> data.putLong(key.value()));
        return data.array();
    }

    /**
     * Decodes what came, where it is not known how much was asked for; never throws, see {@link PrInData}.
     *
     * @param bytes cut off anywhere; copied
     * @return with the keys that came whole
     */
    public static ReadKeysData decode(byte[] bytes) {
        return decode(bytes, ANY_LENGTH);
    }

    static ReadKeysData decode(byte[] bytes, int allocationLength) {
        return new ReadKeysData(bytes.clone(), allocationLength);
    }

    /** {@return PRGENERATION, 0 to FFFFFFFFh; 0 where it did not come} */
    public long generation() {
        return header.generation();
    }

    /** {@return the keys that came whole; all there are, if {@link #isWhole}} */
    public List<ReservationKey> keys() {
        return keys;
    }

    /**
     * Keys that were announced and did not come whole.
     *
     * @return how many, 0 where none is missing; empty where nobody can know, see {@link #missing}
     */
    public OptionalLong missingKeys() {
        OptionalLong bytes = missing();
        return bytes.isEmpty()
                ? bytes
                : OptionalLong.of((bytes.getAsLong() + ReservationKey.LENGTH - 1) / ReservationKey.LENGTH);
    }

    @Override
    public PrInAction action() {
        return PrInAction.READ_KEYS;
    }

    @Override
    public long announced() {
        return header.announced();
    }

    @Override
    public OptionalLong missing() {
        return header.missing(!header.body().hasRemaining(), ReservationKey.LENGTH);
    }

    @Override
    String fields() {
        return "generation=" + generation() + ", keys=" + keys;
    }
}
