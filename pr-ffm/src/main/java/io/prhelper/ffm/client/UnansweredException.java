// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.ffm.errno.KernelException;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A command to which there is no answer: says why, and what is known of the command itself.
 *
 * <p>After {@link Sent#NOTHING} and {@link Sent#PART} it has not been executed and will not be. After {@link Sent#ALL} nobody knows: it may
 * have been executed, or may be yet, so ask the disk before relying on either.
 */
public final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The reason. */
    private final Reason reason;

    /** How much of the command was handed over. */
    private final Sent sent;

    /** Why there is no answer. */
    public enum Reason {
        /** The kernel refused a system call; {@link UnansweredException#errno} says how. A descriptor that is not open is EBADF. */
        REFUSED,
        /** The time limit of the call is over. */
        TIMED_OUT,
        /** The thread was interrupted; it still is. */
        INTERRUPTED,
        /** The client is closed, or was closed by another thread while this one waited. */
        CLOSED,
        /** The helper closed the connection, or is gone. */
        HELPER_LEFT,
        /** The helper answered what no helper may; the message says what. */
        PROTOCOL_VIOLATION
    }

    /** How much of the command was handed over to the kernel, and by that what may have become of it. */
    public enum Sent {
        /** Nothing: it is not executed. */
        NOTHING("nothing of the command was sent"),
        /** Less than all of it: a helper executes whole commands only, and the connection is closed. */
        PART("a part of the command was sent, which no helper executes"),
        /** All of it: it may have been executed, or may be yet. */
        ALL("the command was sent and may have been executed");

        private final String words;

        Sent(String words) {
            this.words = words;
        }
    }

    UnansweredException(Reason reason, Sent sent, String sentence, @Nullable Throwable cause) {
        super(sentence + "; " + sent.words, cause);
        this.reason = reason;
        this.sent = sent;
    }

    /** {@return why there is no answer} */
    public Reason reason() {
        return reason;
    }

    /** {@return how much of the command was sent} */
    public Sent sent() {
        return sent;
    }

    /** {@return the errno of the system call that was refused (errno(3)), where that was the reason} */
    public OptionalInt errno() {
        return getCause() instanceof KernelException refused ? OptionalInt.of(refused.errno()) : OptionalInt.empty();
    }
}
