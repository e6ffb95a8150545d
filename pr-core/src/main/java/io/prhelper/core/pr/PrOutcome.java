// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.Optional;

/** How a PERSISTENT RESERVE command ended, as a value. */
public sealed interface PrOutcome {
    /** GOOD; with what PERSISTENT RESERVE IN transferred. */
    record Good(Optional<Received<? extends PrInData>> data) implements PrOutcome {
        @Override
        public String toString() {
            return "GOOD";
        }
    }

    /** RESERVATION CONFLICT: another initiator's reservation, or a key that is not the sender's. */
    record Conflict() implements PrOutcome {
        @Override
        public String toString() {
            return "RESERVATION CONFLICT";
        }
    }

    /** CHECK CONDITION with this sense. */
    record CheckCondition(Sense sense) implements PrOutcome {
        @Override
        public String toString() {
            return "CHECK CONDITION " + sense;
        }
    }

    /** Any other status byte, such as BUSY or TASK SET FULL. */
    record Other(int status) implements PrOutcome {
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
     * The data of a PERSISTENT RESERVE IN that ended GOOD.
     *
     * @param type what its service action transfers
     * @throws IllegalStateException naming the outcome, if it is none of that type
     */
    default <T extends PrInData> T data(Class<T> type) {
        if (this instanceof Good(var received)
                && received.isPresent()
                && type.isInstance(received.get().data())) {
            return type.cast(received.get().data());
        }
        throw new IllegalStateException("no " + type.getSimpleName() + ": the command ended " + this);
    }

    /** The outcome of an exchange that has ended. */
    static PrOutcome of(ScsiExchange exchange) {
        return switch (ScsiStatus.of(exchange.status()).orElse(ScsiStatus.TASK_ABORTED)) {
            case GOOD -> new Good(data(exchange));
            case RESERVATION_CONFLICT -> new Conflict();
            case CHECK_CONDITION -> new CheckCondition(Sense.parse(exchange.copySense()));
            case BUSY, CONDITION_MET, TASK_SET_FULL, ACA_ACTIVE, TASK_ABORTED -> new Other(exchange.status());
        };
    }

    private static Optional<Received<? extends PrInData>> data(ScsiExchange exchange) {
        return exchange.opcode() == PrInCommand.OPERATION_CODE
                ? PrInAction.of(exchange.serviceAction()).map(action -> PrInData.decode(action, exchange.copyDataIn()))
                : Optional.empty();
    }
}
