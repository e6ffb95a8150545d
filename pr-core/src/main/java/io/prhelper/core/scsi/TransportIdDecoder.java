// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@link TransportId}s: first what they mean, then whether that is encoded as it came. Null inside this class stands for bytes that are
 * none.
 */
final class TransportIdDecoder {
    private TransportIdDecoder() {}

    /** A TransportID of 24 bytes with these fields in it. */
    static byte[] fixed(int protocol, Consumer<ByteBuffer> fields) {
        byte[] id = new byte[TransportId.MINIMUM_LENGTH];
        id[0] = (byte) protocol;
        fields.accept(ByteBuffer.wrap(id));
        return id;
    }

    static void checkTwoBytes(String what, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + " is 0 to 65535, not " + value);
        }
    }

    /** The port that these bytes name, whatever their spelling; {@link TransportId.Raw} where no record stands for it. */
    static TransportId meaning(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        TransportId id = next(buffer);
        return id == null || buffer.hasRemaining() ? new TransportId.Raw(bytes) : id;
    }

    /** That port, or Raw where it would not be encoded as these bytes. */
    static TransportId spelled(TransportId meaning, byte[] bytes) {
        return Arrays.equals(meaning.encode(), bytes) ? meaning : new TransportId.Raw(bytes);
    }

    static Decoded<TransportId> one(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        TransportId id = next(buffer);
        return id == null || buffer.hasRemaining()
                ? Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST)
                : Decoded.valid(spelled(id, bytes));
    }

    static Decoded<List<TransportId>> list(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<TransportId> ids = new ArrayList<>();
        while (buffer.hasRemaining()) {
            int start = buffer.position();
            TransportId id = next(buffer);
            if (id == null) {
                return Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
            }
            ids.add(spelled(id, Arrays.copyOfRange(bytes, start, buffer.position())));
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
        TransportId known = known(protocol, id);
        if (known == null) {
            return new TransportId.Raw(bytes(id));
        }
        return format == 0 ? known : null;
    }

    /** Those of 24 bytes, of which there is one format; null for a protocol without a record. */
    private static @Nullable TransportId known(int protocol, ByteBuffer id) {
        return switch (protocol) {
            case TransportId.FibreChannel.PROTOCOL ->
                new TransportId.FibreChannel(id.getLong(TransportId.FibreChannel.NAME_OFFSET));
            case TransportId.ParallelScsi.PROTOCOL ->
                new TransportId.ParallelScsi(
                        id.getShort(TransportId.ParallelScsi.ADDRESS_OFFSET) & 0xffff,
                        id.getShort(TransportId.ParallelScsi.TARGET_PORT_OFFSET) & 0xffff);
            case TransportId.Sbp.PROTOCOL -> new TransportId.Sbp(id.getLong(TransportId.Sbp.EUI64_OFFSET));
            case TransportId.Srp.PROTOCOL ->
                new TransportId.Srp(
                        id.getLong(TransportId.Srp.IDENTIFIER_OFFSET),
                        id.getLong(TransportId.Srp.IDENTIFIER_OFFSET + Long.BYTES));
            case TransportId.Sas.PROTOCOL -> new TransportId.Sas(id.getLong(TransportId.Sas.ADDRESS_OFFSET));
            case TransportId.PciExpress.PROTOCOL ->
                new TransportId.PciExpress(id.getShort(TransportId.PciExpress.ROUTING_ID_OFFSET) & 0xffff);
            default -> null;
        };
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
