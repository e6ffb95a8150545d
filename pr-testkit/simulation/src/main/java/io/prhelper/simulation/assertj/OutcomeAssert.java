// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.Sense;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** What a test says of how a PERSISTENT RESERVE command ended, and of what it brought. */
// exports: AssertJ is "requires static" without "transitive", or modules that use the rest of the test kit could not
// compile without it.
@SuppressWarnings("exports")
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, PrOutcome<?>> {
    OutcomeAssert(PrOutcome<?> outcome) {
        super(outcome, OutcomeAssert.class);
    }

    private OutcomeAssert check(boolean condition, String expected) {
        isNotNull();
        if (!condition) {
            failWithMessage("Expected %s but the command ended %s", expected, actual);
        }
        return this;
    }

    /**
     * GOOD.
     *
     * @return this
     */
    public OutcomeAssert isGood() {
        return check(actual instanceof PrOutcome.Good, "GOOD");
    }

    /**
     * RESERVATION CONFLICT.
     *
     * @return this
     */
    public OutcomeAssert isConflict() {
        return check(actual instanceof PrOutcome.Conflict, "RESERVATION CONFLICT");
    }

    /**
     * CHECK CONDITION with this sense, or one of these.
     *
     * @param allowed at least one: key, code and qualifier
     * @return this
     */
    public OutcomeAssert isCheckCondition(Sense... allowed) {
        boolean among = actual instanceof PrOutcome.CheckCondition<?>(Sense sense)
                && Arrays.asList(allowed).contains(sense);
        return check(among, "CHECK CONDITION with one of " + Arrays.toString(allowed));
    }

    /**
     * READ KEYS that shows these keys and no others, in any order, each as often as it is named; never of an answer that was cut off.
     *
     * @param keys expected; none for no registration
     * @return this
     */
    public OutcomeAssert hasOnlyKeys(ReservationKey... keys) {
        ReadKeysData data = data(ReadKeysData.class);
        if (!data.isWhole()) {
            failWithMessage(
                    "Expected keys %s but not all of the answer came: %s, and %s more",
                    Arrays.toString(keys),
                    data.keys(),
                    data.missingKeys().isPresent() ? data.missingKeys().getAsLong() : "perhaps");
        }
        List<ReservationKey> shown = data.keys().stream().sorted().toList();
        if (!shown.equals(Arrays.stream(keys).sorted().toList())) {
            failWithMessage("Expected keys %s but there are %s", Arrays.toString(keys), shown);
        }
        return this;
    }

    /**
     * READ KEYS that shows no key; never of an answer that was cut off.
     *
     * @return this
     */
    public OutcomeAssert hasNoKeys() {
        return hasOnlyKeys();
    }

    /**
     * READ RESERVATION that shows none; never of an answer that was cut off.
     *
     * @return this
     */
    public OutcomeAssert hasNoReservation() {
        ReadReservationData data = data(ReadReservationData.class);
        if (data.state() != ReadReservationData.State.NONE) {
            failWithMessage("Expected no reservation but there is %s", text(data));
        }
        return this;
    }

    /**
     * READ RESERVATION that shows this one; the key is 0 for the all registrants types (SPC-5, 6.16.3.2).
     *
     * @param key of the holder, or 0
     * @param type expected; the scope is the logical unit
     * @return this
     */
    public OutcomeAssert hasReservation(ReservationKey key, ReservationType type) {
        ReadReservationData data = data(ReadReservationData.class);
        ReadReservationData.Reservation expected = new ReadReservationData.Reservation(key, ScopeAndType.of(type));
        if (!data.reservation().equals(Optional.of(expected))) {
            failWithMessage("Expected %s but there is %s", expected, text(data));
        }
        return this;
    }

    private static String text(ReadReservationData data) {
        return switch (data.state()) {
            case NONE -> "no reservation";
            case HELD -> data.reservation().map(Object::toString).orElse("a reservation whose details did not come");
            case UNKNOWN -> "an answer that does not say whether there is one";
        };
    }

    /**
     * PRGENERATION in what was read.
     *
     * @param generation expected, 0 to FFFFFFFFh
     * @return this
     */
    public OutcomeAssert hasGeneration(long generation) {
        long shown = switch (data(PrInData.class)) {
            case ReadKeysData keys -> keys.generation();
            case ReadReservationData reservation -> reservation.generation();
            case ReadFullStatusData status -> status.generation();
            case ReportCapabilitiesData capabilities -> -1;
        };
        boolean came = shown >= 0 && data(PrInData.class).encode().length >= Integer.BYTES;
        if (!came || shown != generation) {
            failWithMessage("Expected generation %s but it is %s", generation, came ? shown : "not in it");
        }
        return this;
    }

    private <T extends PrInData> T data(Class<T> type) {
        isGood();
        if (actual instanceof PrOutcome.Good<?>(Object data) && type.isInstance(data)) {
            return type.cast(data);
        }
        throw failure("Expected %s but the command brought something else", type.getSimpleName());
    }
}
