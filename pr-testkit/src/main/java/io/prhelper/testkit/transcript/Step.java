// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.nio.ByteBuffer;
import java.util.List;

/** One thing that the client does in a conversation. */
public sealed interface Step {
    /**
     * Send bytes with one call.
     *
     * @param bytes read-only, at least one
     * @param descriptors attached to the first byte
     */
    record Send(ByteBuffer bytes, List<Descriptor> descriptors) implements Step {
        /** Takes copies. */
        public Send {
            bytes = ByteBuffer.wrap(copy(bytes)).asReadOnlyBuffer();
            descriptors = List.copyOf(descriptors);
        }

        /** {@return a copy of the bytes} */
        public byte[] toArray() {
            return copy(bytes);
        }

        private static byte[] copy(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return copy;
        }
    }

    /** What the client does without any bytes of its own. */
    enum Turn implements Step {
        /** Wait until the helper has read all that was sent: what is sent next arrives as a piece of its own. */
        AWAIT_READ,
        /** Wait for a reply and its data. */
        AWAIT_REPLY,
        /** Send no more; the helper may still answer. */
        END_OUTPUT,
        /** Close the connection without waiting for anything. */
        LEAVE
    }
}
