// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.function.Supplier;

/**
 * How a PERSISTENT RESERVE command ended, as a value.
 *
 * <pre>{@code
 * switch (client.execute(disk, PrQuery.READ_KEYS)) {
 *     case PrOutcome.Good(var keys) -> show(keys.keys());
 *     case PrOutcome.Conflict() -> show("another initiator's reservation");
 *     case PrOutcome.CheckCondition(Sense sense) -> show(sense);
 *     case PrOutcome.Other(int status) -> show(ScsiStatus.describe(status));
 * }
 * }</pre>
 *
 * @param <T> what the command brings when it ends GOOD: {@link PrInData} for {@link PrQuery}, {@link Nothing} for {@link PrOutCommand}
 */
public sealed interface PrOutcome<T> {
    /** What PERSISTENT RESERVE OUT brings. */
    enum Nothing {
        NOTHING
    }

    /** GOOD; with what the command brought. */
    record Good<T>(T data) implements PrOutcome<T> {
        @Override
        public String toString() {
            return "GOOD";
        }
    }

    /** RESERVATION CONFLICT: another initiator's reservation, or a key that is not the sender's. */
    record Conflict<T>() implements PrOutcome<T> {
        @Override
        public String toString() {
            return "RESERVATION CONFLICT";
        }
    }

    /** CHECK CONDITION with this sense. */
    record CheckCondition<T>(Sense sense) implements PrOutcome<T> {
        @Override
        public String toString() {
            return "CHECK CONDITION " + sense;
        }
    }

    /** Any other status byte, such as BUSY or TASK SET FULL. */
    record Other<T>(int status) implements PrOutcome<T> {
        @Override
        public String toString() {
            return ScsiStatus.describe(status);
        }
    }

    /** True for {@link Good}. */
    default boolean isGood() {
        return this instanceof Good;
    }

    /**
     * The data of a PERSISTENT RESERVE IN that ended GOOD, where the type of the outcome does not tell which it was.
     *
     * @param type what its service action transfers
     * @throws IllegalStateException naming the outcome, if it is none of that type
     */
    default <D extends PrInData> D data(Class<D> type) {
        if (this instanceof Good<?>(Object data) && type.isInstance(data)) {
            return type.cast(data);
        }
        throw new IllegalStateException("no " + type.getSimpleName() + ": the command ended " + this);
    }

    /** The outcome of an exchange that has ended: GOOD brings what its service action transfers, or nothing. */
    static PrOutcome<?> of(ScsiExchange exchange) {
        return PrInCommand.decode(exchange.copyCdb()) instanceof Decoded.Valid<PrInCommand>(PrInCommand sent)
                ? of(exchange, () -> PrInData.decode(sent, exchange.copyDataIn()))
                : withoutData(exchange);
    }

    /** The outcome of a PERSISTENT RESERVE OUT that has ended. */
    static PrOutcome<Nothing> withoutData(ScsiExchange exchange) {
        return of(exchange, () -> Nothing.NOTHING);
    }

    /** The outcome of this query, whose exchange has ended. */
    static <D extends PrInData> PrOutcome<D> of(ScsiExchange exchange, PrQuery<D> query) {
        return of(exchange, () -> query.decode(exchange.copyDataIn()));
    }

    private static <T> PrOutcome<T> of(ScsiExchange exchange, Supplier<T> data) {
        return switch (ScsiStatus.of(exchange.status()).orElse(ScsiStatus.TASK_ABORTED)) {
            case GOOD -> new Good<>(data.get());
            case RESERVATION_CONFLICT -> new Conflict<>();
            case CHECK_CONDITION -> new CheckCondition<>(Sense.parse(exchange.copySense()));
            case BUSY, CONDITION_MET, TASK_SET_FULL, ACA_ACTIVE, TASK_ABORTED -> new Other<>(exchange.status());
        };
    }
}
