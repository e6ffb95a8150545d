// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.ReservationKey;
import java.util.Optional;

/** What multipathd said to a {@link Word}. */
public sealed interface Told {
    /** It answered, with that text, without its end of line. */
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

    /** It is not there, or did not answer in time. */
    record Silent(String reason) implements Told {}

    /** It has done what it was told. */
    default boolean isOk() {
        return this instanceof Answered(String text) && text.equals("ok");
    }
}
