// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.function.Function;

/**
 * What received bytes mean: a value, or the sense with which a device server refuses them. Decoders that return this never throw,
 * whatever the bytes.
 */
public sealed interface Decoded<T> {
    /** The bytes are well formed. */
    record Valid<T>(T value) implements Decoded<T> {}

    /** The bytes are not well formed; {@code sense} goes with CHECK CONDITION. */
    record Refused<T>(Sense sense) implements Decoded<T> {}

    static <T> Decoded<T> valid(T value) {
        return new Valid<>(value);
    }

    static <T> Decoded<T> refused(Sense sense) {
        return new Refused<>(sense);
    }

    /** The value converted; a refusal stays what it is. */
    default <R> Decoded<R> map(Function<? super T, ? extends R> conversion) {
        return switch (this) {
            case Valid<T>(T value) -> new Valid<>(conversion.apply(value));
            case Refused<T>(Sense sense) -> new Refused<>(sense);
        };
    }

    /** The value converted by a step that may refuse it. */
    default <R> Decoded<R> flatMap(Function<? super T, Decoded<R>> conversion) {
        return switch (this) {
            case Valid<T>(T value) -> conversion.apply(value);
            case Refused<T>(Sense sense) -> new Refused<>(sense);
        };
    }

    /**
     * The value, for callers that know the bytes to be good.
     *
     * @throws IllegalStateException naming the sense, if the bytes were refused
     */
    default T orElseThrow() {
        return switch (this) {
            case Valid<T>(T value) -> value;
            case Refused<T>(Sense sense) -> throw new IllegalStateException("refused with " + sense);
        };
    }
}
