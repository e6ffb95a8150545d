// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes {@link TransportId}s; null inside this class stands for bytes that are none. */
final class TransportIdDecoder {
    private TransportIdDecoder() {}

    /** A TransportID of 24 bytes with these numbers in it, one behind the other. */
    static byte[] fixed(int protocol, int offset, long... numbers) {
        byte[] id = new byte[TransportId.MINIMUM_LENGTH];
        id[0] = (byte) protocol;
        ByteBuffer.wrap(id, offset, id.length - offset).slice().asLongBuffer().put(numbers);
        return id;
    }

    static Decoded<TransportId> one(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        TransportId id = next(buffer);
        return id == null || buffer.hasRemaining()
                ? Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST)
                : Decoded.valid(id);
    }

    static Decoded<List<TransportId>> list(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<TransportId> ids = new ArrayList<>();
        while (buffer.hasRemaining()) {
            TransportId id = next(buffer);
            if (id == null) {
                return Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
            }
            ids.add(id);
        }
        return Decoded.valid(List.copyOf(ids));
    }

    private static @Nullable TransportId next(ByteBuffer buffer) {
        if (buffer.remaining() < TransportId.MINIMUM_LENGTH) {
            return null;
        }
        int start = buffer.position();
        int format = buffer.get(start) >> 6 & 0x3;
        int protocol = buffer.get(start) & 0xf;
        if (protocol == TransportId.Iscsi.PROTOCOL) {
            return iscsi(buffer, format);
        }
        ByteBuffer id = slice(buffer, TransportId.MINIMUM_LENGTH);
        return switch (protocol) {
            case TransportId.FibreChannel.PROTOCOL ->
                format == 0 ? new TransportId.FibreChannel(id.getLong(TransportId.FibreChannel.NAME_OFFSET)) : null;
            case TransportId.Srp.PROTOCOL -> format == 0 ? srp(id) : null;
            case TransportId.Sas.PROTOCOL ->
                format == 0 ? new TransportId.Sas(id.getLong(TransportId.Sas.ADDRESS_OFFSET)) : null;
            default -> new TransportId.Raw(bytes(id));
        };
    }

    private static TransportId srp(ByteBuffer id) {
        return new TransportId.Srp(
                id.getLong(TransportId.Srp.IDENTIFIER_OFFSET), id.getLong(TransportId.Srp.IDENTIFIER_OFFSET + 8));
    }

    private static @Nullable TransportId iscsi(ByteBuffer buffer, int format) {
        int length = IscsiText.announcedLength(buffer, buffer.position());
        return length == 0 ? null : IscsiText.decode(format, slice(buffer, length));
    }

    /** The next {@code length} bytes; {@code buffer} moves on behind them. */
    private static ByteBuffer slice(ByteBuffer buffer, int length) {
        ByteBuffer slice = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return slice;
    }

    private static byte[] bytes(ByteBuffer id) {
        byte[] bytes = new byte[id.remaining()];
        id.get(0, bytes);
        return bytes;
    }
}
