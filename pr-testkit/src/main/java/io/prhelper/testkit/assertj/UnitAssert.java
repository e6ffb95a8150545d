// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.assertj;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.testkit.target.Nexus;
import io.prhelper.testkit.target.UnitSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** What a test says of a logical unit; each failure shows the whole unit. */
// exports: AssertJ is "requires static" without "transitive", or modules that use the rest of the test kit could not
// compile without it.
@SuppressWarnings("exports")
public final class UnitAssert extends AbstractAssert<UnitAssert, UnitSnapshot> {
    UnitAssert(UnitSnapshot snapshot) {
        super(snapshot, UnitAssert.class);
    }

    private UnitAssert check(boolean condition, String expected) {
        isNotNull();
        if (!condition) {
            failWithMessage("Expected %s of%n%s", expected, actual);
        }
        return this;
    }

    private Optional<ReservationType> type() {
        isNotNull();
        return actual.reservation().map(UnitSnapshot.Reservation::type);
    }

    /** Nothing is reserved. */
    public UnitAssert isNotReserved() {
        return check(type().isEmpty(), "no reservation");
    }

    /** The nexus holds the reservation alone. */
    public UnitAssert isReservedBy(Nexus nexus, ReservationType type) {
        boolean held = type().isPresent()
                && actual.reservation()
                        .flatMap(UnitSnapshot.Reservation::holder)
                        .filter(nexus.port()::equals)
                        .isPresent();
        return check(
                held && type().filter(type::equals).isPresent(), "a reservation " + type + " held by " + nexus.port());
    }

    /** Each registrant holds the reservation. */
    public UnitAssert isReservedByAllRegistrants(ReservationType type) {
        boolean all = type().filter(type::equals).isPresent()
                && actual.reservation()
                        .flatMap(UnitSnapshot.Reservation::holder)
                        .isEmpty();
        return check(all, "a reservation " + type + " held by all registrants");
    }

    /** The nexus is registered with this key. */
    public UnitAssert hasRegistered(Nexus nexus, ReservationKey key) {
        isNotNull();
        return check(
                actual.keyOf(nexus.port()).filter(key::equals).isPresent(), nexus.port() + " registered with " + key);
    }

    /** The nexus is not registered. */
    public UnitAssert hasNotRegistered(Nexus nexus) {
        isNotNull();
        return check(actual.keyOf(nexus.port()).isEmpty(), nexus.port() + " not registered");
    }

    /** There are registrations with these keys and no others, each as often as it is named. */
    public UnitAssert hasOnlyKeys(ReservationKey... keys) {
        isNotNull();
        List<ReservationKey> registered = actual.registrations().stream()
                .map(UnitSnapshot.Registration::key)
                .sorted()
                .toList();
        return check(registered.equals(Arrays.stream(keys).sorted().toList()), "only keys " + Arrays.toString(keys));
    }

    /** Nobody is registered. */
    public UnitAssert hasNoRegistrations() {
        return hasOnlyKeys();
    }

    /** PRGENERATION, 0 to FFFFFFFFh. */
    public UnitAssert hasGeneration(long generation) {
        isNotNull();
        return check(actual.generation() == generation, "generation " + generation);
    }

    /** The nexus has these unit attentions to hear of, in this order, and no others. */
    public UnitAssert hasPending(Nexus nexus, Sense... attentions) {
        isNotNull();
        return check(
                actual.attentionsOf(nexus.port()).equals(List.of(attentions)),
                "unit attentions " + Arrays.toString(attentions) + " pending for " + nexus.port());
    }

    /** No nexus has a unit attention to hear of. */
    public UnitAssert hasNothingPending() {
        isNotNull();
        return check(actual.attentions().isEmpty(), "no unit attention pending");
    }

    /** Registrations and reservation outlive a loss of power. */
    public UnitAssert isPersistentThroughPowerLoss() {
        isNotNull();
        return check(actual.persistent(), "APTPL in force");
    }

    /** Registrations and reservation do not outlive a loss of power. */
    public UnitAssert isNotPersistentThroughPowerLoss() {
        isNotNull();
        return check(!actual.persistent(), "APTPL not in force");
    }
}
