// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.target.LogicalUnit;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.UnitSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * What a test says of a logical unit; each failure shows the whole unit. A nexus of another unit is an {@link IllegalArgumentException}; of
 * a snapshot alone, only the number of the unit tells.
 */
// exports: AssertJ is "requires static" without "transitive", or modules that use the rest of the test kit could not
// compile without it.
@SuppressWarnings("exports")
public final class UnitAssert extends AbstractAssert<UnitAssert, UnitSnapshot> {
    /** Null where only a snapshot is known, which names its nexuses but not its target. */
    private final @Nullable LogicalUnit unit;

    UnitAssert(UnitSnapshot snapshot) {
        super(snapshot, UnitAssert.class);
        unit = null;
    }

    UnitAssert(LogicalUnit unit) {
        super(unit.snapshot(), UnitAssert.class);
        this.unit = unit;
    }

    /** A sentence about a nexus of another unit would hold or not for no reason that the test means. */
    private UnitSnapshot.Port port(SimulatedNexus nexus) {
        isNotNull();
        if (nexus.unit().lun() != actual.lun() || (unit != null && nexus.unit() != unit)) {
            throw new IllegalArgumentException("a nexus of another logical unit than the one in question: " + nexus);
        }
        return nexus.port();
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

    /**
     * Nothing is reserved.
     *
     * @return this
     */
    public UnitAssert isNotReserved() {
        return check(type().isEmpty(), "no reservation");
    }

    /**
     * The nexus holds the reservation alone.
     *
     * @param nexus of this unit; the holder expected
     * @param type expected; not one for all registrants, whose holders are all
     * @return this
     */
    public UnitAssert isReservedBy(SimulatedNexus nexus, ReservationType type) {
        UnitSnapshot.Port port = port(nexus);
        boolean held = actual.reservation()
                .flatMap(UnitSnapshot.Reservation::holder)
                .filter(port::equals)
                .isPresent();
        return check(held && type().filter(type::equals).isPresent(), "a reservation " + type + " held by " + port);
    }

    /**
     * Each registrant holds the reservation.
     *
     * @param type expected, one for all registrants
     * @return this
     */
    public UnitAssert isReservedByAllRegistrants(ReservationType type) {
        boolean all = type().filter(type::equals).isPresent()
                && actual.reservation()
                        .flatMap(UnitSnapshot.Reservation::holder)
                        .isEmpty();
        return check(all, "a reservation " + type + " held by all registrants");
    }

    /**
     * The nexus is registered with this key.
     *
     * @param nexus of this unit
     * @param key expected
     * @return this
     */
    public UnitAssert hasRegistered(SimulatedNexus nexus, ReservationKey key) {
        UnitSnapshot.Port port = port(nexus);
        return check(actual.keyOf(port).filter(key::equals).isPresent(), port + " registered with " + key);
    }

    /**
     * The nexus is not registered.
     *
     * @param nexus of this unit
     * @return this
     */
    public UnitAssert hasNotRegistered(SimulatedNexus nexus) {
        UnitSnapshot.Port port = port(nexus);
        return check(actual.keyOf(port).isEmpty(), port + " not registered");
    }

    /**
     * There are registrations with these keys and no others, each as often as it is named.
     *
     * @param keys expected, in any order; none for no registration
     * @return this
     */
    public UnitAssert hasOnlyKeys(ReservationKey... keys) {
        isNotNull();
        List<ReservationKey> registered = actual.registrations().stream()
                .map(UnitSnapshot.Registration::key)
                .sorted()
                .toList();
        return check(registered.equals(Arrays.stream(keys).sorted().toList()), "only keys " + Arrays.toString(keys));
    }

    /**
     * Nobody is registered.
     *
     * @return this
     */
    public UnitAssert hasNoRegistrations() {
        return hasOnlyKeys();
    }

    /**
     * PRGENERATION, 0 to FFFFFFFFh.
     *
     * @param generation expected
     * @return this
     */
    public UnitAssert hasGeneration(long generation) {
        isNotNull();
        return check(actual.generation() == generation, "generation " + generation);
    }

    /**
     * The nexus has these unit attentions to hear of, in this order, and no others.
     *
     * @param nexus of this unit
     * @param attentions expected, the oldest first; none for nothing to hear of
     * @return this
     */
    public UnitAssert hasPending(SimulatedNexus nexus, Sense... attentions) {
        UnitSnapshot.Port port = port(nexus);
        return check(
                actual.attentionsOf(port).equals(List.of(attentions)),
                "unit attentions " + Arrays.toString(attentions) + " pending for " + port);
    }

    /**
     * No nexus has a unit attention to hear of.
     *
     * @return this
     */
    public UnitAssert hasNothingPending() {
        isNotNull();
        return check(actual.attentions().isEmpty(), "no unit attention pending");
    }

    /**
     * Registrations and reservation outlive a loss of power.
     *
     * @return this
     */
    public UnitAssert isPersistentThroughPowerLoss() {
        isNotNull();
        return check(actual.persistent(), "APTPL in force");
    }

    /**
     * Registrations and reservation do not outlive a loss of power.
     *
     * @return this
     */
    public UnitAssert isNotPersistentThroughPowerLoss() {
        isNotNull();
        return check(!actual.persistent(), "APTPL not in force");
    }
}
