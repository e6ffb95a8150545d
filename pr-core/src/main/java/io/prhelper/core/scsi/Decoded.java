// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.function.Function;

/**
 * What received bytes mean: a value, or the sense with which a device server refuses them. Decoders that return this never throw,
 * whatever the bytes.
 *
 * @param <T> what well formed bytes are decoded to
 */
public sealed interface Decoded<T> {
    /**
     * The bytes are well formed.
     *
     * @param <T> what they are decoded to
     * @param value what they mean
     */
    record Valid<T>(T value) implements Decoded<T> {}

    /**
     * The bytes are not well formed, or ask for what there is not.
     *
     * @param <T> what they would have been decoded to
     * @param sense what a device server sends with CHECK CONDITION
     */
    record Refused<T>(Sense sense) implements Decoded<T> {}

    /**
     * For decoders: the bytes are well formed.
     *
     * @param <T> what they are decoded to
     * @param value what they mean
     * @return a {@link Valid}
     */
    static <T> Decoded<T> valid(T value) {
        return new Valid<>(value);
    }

    /**
     * For decoders: the bytes are refused.
     *
     * @param <T> what they would have been decoded to
     * @param sense what goes with CHECK CONDITION
     * @return a {@link Refused}
     */
    static <T> Decoded<T> refused(Sense sense) {
        return new Refused<>(sense);
    }

    /**
     * Converts the value, if there is one.
     *
     * @param <R> what it is converted to
     * @param conversion not called for a refusal
     * @return the value converted; a refusal stays what it is
     */
    default <R> Decoded<R> map(Function<? super T, ? extends R> conversion) {
        return switch (this) {
            case Valid<T>(T value) -> new Valid<>(conversion.apply(value));
            case Refused<T>(Sense sense) -> new Refused<>(sense);
        };
    }

    /**
     * Converts the value, if there is one, by a step that may refuse it.
     *
     * @param <R> what it is converted to
     * @param conversion not called for a refusal
     * @return what the step makes of the value; a refusal stays what it is
     */
    default <R> Decoded<R> flatMap(Function<? super T, Decoded<R>> conversion) {
        return switch (this) {
            case Valid<T>(T value) -> conversion.apply(value);
            case Refused<T>(Sense sense) -> new Refused<>(sense);
        };
    }

    /**
     * For callers that know the bytes to be good.
     *
     * @return the value
     * @throws IllegalStateException naming the sense, if the bytes were refused
     */
    default T orElseThrow() {
        return switch (this) {
            case Valid<T>(T value) -> value;
            case Refused<T>(Sense sense) -> throw new IllegalStateException("refused with " + sense);
        };
    }
}
