// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decodes {@link TransportId}s; null inside this class stands for bytes that are none. */
final class TransportIdDecoder {
    private static final int HEADER_LENGTH = 4;
    private static final Pattern ISID = Pattern.compile("[0-9a-fA-F]{1,12}");

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
        int length = HEADER_LENGTH + (buffer.getShort(buffer.position() + 2) & 0xffff);
        if (length < TransportId.MINIMUM_LENGTH || length % 4 != 0 || length > buffer.remaining()) {
            return null;
        }
        String text = text(slice(buffer, length).position(HEADER_LENGTH));
        if (text == null) {
            return null;
        }
        return switch (format) {
            case 0 -> TransportId.Iscsi.isName(text) ? new TransportId.IscsiName(text) : null;
            case 1 -> iscsiPort(text);
            default -> null;
        };
    }

    private static @Nullable TransportId iscsiPort(String text) {
        int separator = text.indexOf(TransportId.Iscsi.SEPARATOR);
        if (separator < 0) {
            return null;
        }
        String name = text.substring(0, separator);
        String isid = text.substring(separator + TransportId.Iscsi.SEPARATOR.length());
        return TransportId.Iscsi.isName(name) && ISID.matcher(isid).matches()
                ? new TransportId.IscsiPort(name, Long.parseLong(isid, 16))
                : null;
    }

    /** The text up to a zero byte, after which only zeros may follow; null where there is none or it is no UTF-8. */
    private static @Nullable String text(ByteBuffer padded) {
        int end = padded.position();
        while (end < padded.limit() && padded.get(end) != 0) {
            end++;
        }
        for (int i = end; i < padded.limit(); i++) {
            if (padded.get(i) != 0) {
                return null;
            }
        }
        if (end == padded.limit()) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(padded.limit(end)).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
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
