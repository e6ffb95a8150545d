// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.simulation.target.LogicalUnit;
import io.prhelper.simulation.target.UnitSnapshot;

/** Where sentences about reservations begin; made to be imported statically, beside AssertJ's own. */
public final class PrAssertions {
    private PrAssertions() {}

    /** A sentence about what a unit knew. */
    public static UnitAssert assertThat(UnitSnapshot snapshot) {
        return new UnitAssert(snapshot);
    }

    /** A sentence about what a unit knows now. */
    public static UnitAssert assertThat(LogicalUnit unit) {
        return new UnitAssert(unit);
    }

    /** A sentence about how a command ended. */
    public static ExchangeAssert assertThat(ScsiExchange exchange) {
        return new ExchangeAssert(exchange);
    }

    /** A sentence about how a PERSISTENT RESERVE command ended, and what it brought. */
    public static OutcomeAssert assertThat(PrOutcome<?> outcome) {
        return new OutcomeAssert(outcome);
    }
}
