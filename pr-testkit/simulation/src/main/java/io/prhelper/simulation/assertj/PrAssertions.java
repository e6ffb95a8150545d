// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.simulation.target.LogicalUnit;
import io.prhelper.simulation.target.UnitSnapshot;

/** Where sentences about reservations begin; made to be imported statically, beside AssertJ's own. */
public final class PrAssertions {
    private PrAssertions() {}

    /**
     * A sentence about what a unit knew.
     *
     * @param snapshot of the unit
     * @return its beginning
     */
    public static UnitAssert assertThat(UnitSnapshot snapshot) {
        return new UnitAssert(snapshot);
    }

    /**
     * A sentence about what a unit knows now.
     *
     * @param unit whose state is looked at once, here
     * @return its beginning
     */
    public static UnitAssert assertThat(LogicalUnit unit) {
        return new UnitAssert(unit);
    }

    /**
     * A sentence about how a command ended.
     *
     * @param exchange in which a command has ended
     * @return its beginning
     */
    public static ExchangeAssert assertThat(ScsiExchange exchange) {
        return new ExchangeAssert(exchange);
    }

    /**
     * A sentence about how a PERSISTENT RESERVE command ended, and what it brought.
     *
     * @param outcome of the command
     * @return its beginning
     */
    public static OutcomeAssert assertThat(PrOutcome<?> outcome) {
        return new OutcomeAssert(outcome);
    }
}
