// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a helper's messages by what they say of their length, and believes no more of them. */
final class ReplyReader {
    private static final int SIZE_OFFSET = 4;
    private static final int SENSE_OFFSET = 8;

    /** More than a helper may send in any one message: such a stream is taken down and left. */
    private static final int TOO_MUCH = 1 << 20;

    private final RawConnection connection;
    private Input.@Nullable Nothing ending;

    ReplyReader(RawConnection connection) {
        this.connection = connection;
    }

    /**
     * A message.
     *
     * @param text how it stands in the transcript, empty if nothing came
     * @param ending why no more comes, or null where more may
     */
    record Result(String text, Input.@Nullable Nothing ending) {}

    Result hello() throws IOException {
        return result("hello ", Bytes.text(read(Wire.FEATURES_LENGTH)));
    }

    /** Status, size, sense and data. */
    Result reply() throws IOException {
        byte[] head = read(Wire.REPLY_LENGTH);
        if (head.length < Wire.REPLY_LENGTH) {
            return result("reply ", Bytes.text(head));
        }
        String text = Bytes.text(Arrays.copyOf(head, SIZE_OFFSET))
                + " " + Bytes.text(Arrays.copyOfRange(head, SIZE_OFFSET, SENSE_OFFSET))
                + " " + Bytes.text(Arrays.copyOfRange(head, SENSE_OFFSET, head.length));
        int size = ByteBuffer.wrap(head).getInt(SIZE_OFFSET);
        if (size < 0 || size > Wire.MAX_DATA_LENGTH || size == 0) {
            return result("reply ", text);
        }
        return result("reply ", text + " " + Bytes.text(read(size)));
    }

    /** Whatever else comes, to the end. */
    Result rest() throws IOException {
        return result("rest ", Bytes.text(read(TOO_MUCH)));
    }

    private Result result(String word, String text) {
        return new Result(text.isEmpty() ? "" : word + text, ending);
    }

    private byte[] read(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < length && ending == null) {
            switch (connection.receive(length - bytes.size())) {
                case Input.Bytes(ByteBuffer some) -> {
                    while (some.hasRemaining()) {
                        bytes.write(some.get());
                    }
                }
                case Input.Nothing nothing -> ending = nothing;
            }
        }
        return bytes.toByteArray();
    }
}
