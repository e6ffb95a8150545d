// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import org.assertj.core.api.AbstractAssert;

/** What a test says of a command that has ended. */
// exports: AssertJ is "requires static" without "transitive", or modules that use the rest of the test kit could not
// compile without it.
@SuppressWarnings("exports")
public final class ExchangeAssert extends AbstractAssert<ExchangeAssert, ScsiExchange> {
    ExchangeAssert(ScsiExchange exchange) {
        super(exchange, ExchangeAssert.class);
    }

    private ExchangeAssert check(boolean condition, String expected) {
        if (!condition) {
            String sense =
                    actual.status() == ScsiStatus.CHECK_CONDITION.code() ? " " + Sense.parse(actual.copySense()) : "";
            failWithMessage(
                    "Expected %s but the command ended %s%s", expected, ScsiStatus.describe(actual.status()), sense);
        }
        return this;
    }

    /**
     * It ended GOOD.
     *
     * @return this
     */
    public ExchangeAssert endedGood() {
        return endedWith(ScsiStatus.GOOD);
    }

    /**
     * It ended with RESERVATION CONFLICT.
     *
     * @return this
     */
    public ExchangeAssert endedWithConflict() {
        return endedWith(ScsiStatus.RESERVATION_CONFLICT);
    }

    /**
     * It ended with this status.
     *
     * @param status expected, whatever the sense
     * @return this
     */
    public ExchangeAssert endedWith(ScsiStatus status) {
        isNotNull();
        return check(actual.status() == status.code(), ScsiStatus.describe(status.code()));
    }

    /**
     * It ended with CHECK CONDITION and this sense.
     *
     * @param sense expected: key, code and qualifier
     * @return this
     */
    public ExchangeAssert endedWith(Sense sense) {
        isNotNull();
        boolean same = actual.status() == ScsiStatus.CHECK_CONDITION.code()
                && Sense.parse(actual.copySense()).equals(sense);
        return check(same, ScsiStatus.describe(ScsiStatus.CHECK_CONDITION.code()) + " " + sense);
    }

    /**
     * It transferred so many bytes to the initiator.
     *
     * @param bytes of data in, expected
     * @return this
     */
    public ExchangeAssert transferred(int bytes) {
        isNotNull();
        if (actual.transferred() != bytes) {
            failWithMessage("Expected %s bytes transferred but there are %s", bytes, actual.transferred());
        }
        return this;
    }
}
