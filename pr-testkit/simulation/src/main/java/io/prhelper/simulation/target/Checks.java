// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What callers may hand in. */
final class Checks {
    private Checks() {}

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Where the check is made often: the message is put together only if it is needed. */
    static void require(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new IllegalArgumentException(message.get());
        }
    }

    /** For what is kept and looked at later, where nobody would know who handed it in. */
    static <T> T given(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }
}
