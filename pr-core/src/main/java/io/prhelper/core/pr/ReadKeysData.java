// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * READ KEYS parameter data (SPC-5, 6.16.2): one key per registration, duplicates kept.
 *
 * @param generation PRGENERATION, 0 to FFFFFFFFh
 */
public record ReadKeysData(long generation, List<ReservationKey> keys) implements PrInData {
    /** Checks the range. */
    public ReadKeysData {
        PrInHeader.checkGeneration(generation);
        keys = List.copyOf(keys);
    }

    /** Decodes what came, see {@link PrInData}. */
    public static Received<ReadKeysData> decode(byte[] bytes) {
        PrInHeader header = PrInHeader.decode(bytes);
        ByteBuffer body = header.body();
        List<ReservationKey> keys = new ArrayList<>();
        while (body.remaining() >= ReservationKey.LENGTH) {
            keys.add(new ReservationKey(body.getLong()));
        }
        return new Received<>(new ReadKeysData(header.generation(), keys), header.announced(), bytes.length);
    }

    @Override
    public PrInAction action() {
        return PrInAction.READ_KEYS;
    }

    @Override
    public byte[] encode() {
        ByteBuffer data = ByteBuffer.allocate(PrInHeader.LENGTH + keys.size() * ReservationKey.LENGTH);
        PrInHeader.put(data, generation);
        keys.forEach(key -> data.putLong(key.value()));
        return data.array();
    }
}
