// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.ReservationKey;
import java.util.Optional;

/** What multipathd said to a {@link Word}. */
public sealed interface Told {
    /**
     * It answered.
     *
     * @param text what it said, without the end of line: {@code ok}, {@code fail}, {@code none}, a key
     */
    record Answered(String text) implements Told {
        /** Whether it is what a map that multipathd knows has for {@link Word.Plain#GET_KEY}: a key, or {@code none}. */
        boolean isOfKnownMap() {
            return text.equals("none") || key().isPresent();
        }

        /** Whether it refused: {@code fail}, from 0.15 on with the reason behind it. */
        boolean isFailure() {
            return text.startsWith("fail");
        }

        /** Whether it does not listen to the helper's user. */
        boolean isDenied() {
            return text.contains("permission");
        }

        /** The key in the answer to {@link Word.Plain#GET_KEY}: {@code 0xa1}, {@code 0xa1:aptpl}; empty for {@code none} and all else. */
        Optional<ReservationKey> key() {
            try {
                return text.startsWith("0x")
                        ? Optional.of(ReservationKey.parse(text.replace(":aptpl", "")))
                        : Optional.empty();
            } catch (IllegalArgumentException otherText) {
                return Optional.empty();
            }
        }
    }

    /**
     * It is not there, or did not answer in time.
     *
     * @param reason for a log
     */
    record Silent(String reason) implements Told {}

    /** {@return true where it has done what it was told: it said {@code ok}} */
    default boolean isOk() {
        return this instanceof Answered(String text) && text.equals("ok");
    }
}
