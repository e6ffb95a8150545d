// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.Sense;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How a command ends, as a table says it: {@code good}, {@code conflict}, {@code attention} for the oldest one pending, or sense.
 *
 * @param sense with CHECK CONDITION; empty for an attention that the state knows
 */
record Result(Kind kind, Optional<Sense> sense) {
    /** The words of the tables. */
    enum Kind {
        GOOD,
        CONFLICT,
        ATTENTION,
        CHECK_CONDITION
    }

    static Result parse(String cell) {
        return switch (cell) {
            case "good" -> new Result(Kind.GOOD, Optional.empty());
            case "conflict" -> new Result(Kind.CONFLICT, Optional.empty());
            case "attention" -> new Result(Kind.ATTENTION, Optional.empty());
            default -> new Result(Kind.CHECK_CONDITION, Optional.of(sense(cell)));
        };
    }

    /** {@code 05/26/00}. */
    static Sense sense(String text) {
        byte[] bytes = HexFormat.ofDelimiter("/").parseHex(text);
        return new Sense(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff);
    }
}
