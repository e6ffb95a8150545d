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
        /** No data: that the command ended GOOD says all. */
        NOTHING
    }

    /**
     * GOOD: the command was executed.
     *
     * @param <T> what the command brings
     * @param data what it brought
     */
    record Good<T>(T data) implements PrOutcome<T> {
        @Override
        public String toString() {
            return "GOOD";
        }
    }

    /**
     * RESERVATION CONFLICT: another initiator's reservation, or a key that is not the sender's.
     *
     * @param <T> what the command would have brought
     */
    record Conflict<T>() implements PrOutcome<T> {
        @Override
        public String toString() {
            return "RESERVATION CONFLICT";
        }
    }

    /**
     * CHECK CONDITION.
     *
     * @param <T> what the command would have brought
     * @param sense why; {@link Sense#NO_SENSE} where the device did not say
     */
    record CheckCondition<T>(Sense sense) implements PrOutcome<T> {
        @Override
        public String toString() {
            return "CHECK CONDITION " + sense;
        }
    }

    /**
     * Any other status byte, such as BUSY or TASK SET FULL.
     *
     * @param <T> what the command would have brought
     * @param status 0 to FFh, also one that SAM-5 does not define; {@link ScsiStatus#describe} names it
     */
    record Other<T>(int status) implements PrOutcome<T> {
        @Override
        public String toString() {
            return ScsiStatus.describe(status);
        }
    }

    /** {@return true for {@link Good}} */
    default boolean isGood() {
        return this instanceof Good;
    }

    /**
     * The data of a PERSISTENT RESERVE IN that ended GOOD, where the type of the outcome does not tell which it was.
     *
     * @param <D> what its service action transfers
     * @param type the class of that
     * @return what the command brought
     * @throws IllegalStateException naming the outcome, if it is none of that type
     */
    default <D extends PrInData> D data(Class<D> type) {
        if (this instanceof Good<?>(Object data) && type.isInstance(data)) {
            return type.cast(data);
        }
        throw new IllegalStateException("no " + type.getSimpleName() + ": the command ended " + this);
    }

    /**
     * The outcome of any command.
     *
     * @param exchange has ended
     * @return GOOD brings the {@link PrInData} that its service action transfers, else {@link Nothing}
     */
    static PrOutcome<?> of(ScsiExchange exchange) {
        return PrInCommand.decode(exchange.copyCdb()) instanceof Decoded.Valid<PrInCommand>(PrInCommand sent)
                ? of(exchange, () -> PrInData.decode(sent, exchange.copyDataIn()))
                : withoutData(exchange);
    }

    /**
     * The outcome of a PERSISTENT RESERVE OUT.
     *
     * @param exchange has ended; what it has of data in is not looked at
     * @return GOOD brings {@link Nothing}
     */
    static PrOutcome<Nothing> withoutData(ScsiExchange exchange) {
        return of(exchange, () -> Nothing.NOTHING);
    }

    /**
     * The outcome of a query.
     *
     * @param <D> what it transfers
     * @param exchange of the query's command; has ended
     * @param query decodes the data in
     * @return GOOD brings what the query transfers
     */
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
