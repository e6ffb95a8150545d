// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.ReadReservationData.Reservation;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import java.util.List;
import java.util.Optional;

/** Registering, reserving, clearing and removing others (SPC-5, 5.14.7 to 5.14.11). */
final class RegistrationCases {
    private static final ReservationType FENCING = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "a registered key is there, can not be changed with a wrong key, and goes with its registration",
                    "SPC-5, 5.14.7 and 5.14.11.3; libiscsi prout_register_simple",
                    subject -> register(subject.bench()),
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "a reservation of each type can be made, read back and released",
                    "SPC-5, 5.14.9 and 5.14.11.2; libiscsi prout_reserve_simple",
                    subject -> reserve(subject.bench()),
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "CLEAR ends the reservation and all registrations, and counts once",
                    "SPC-5, 5.14.11.6; libiscsi prout_clear_simple",
                    subject -> clear(subject.bench()),
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "PREEMPT removes the other's registration, leaves its sender's, and counts once",
                    "SPC-5, 5.14.11.4; libiscsi prout_preempt_rm_reg",
                    subject -> preempt(subject.bench()),
                    Need.DATA_LOSS));

    private RegistrationCases() {}

    private static void register(Bench bench) {
        Initiator first = bench.first();
        first.registers(Bench.A).isGood();
        Expect.equal("keys", List.of(Bench.A), first.keys().keys());
        first.changesItsKey(Bench.WRONG, Bench.B).isConflict();
        Expect.equal(
                "keys after REGISTER with a wrong key",
                List.of(Bench.A),
                first.keys().keys());
        first.unregisters(Bench.A).isGood();
        Expect.equal("keys after unregistering", List.of(), first.keys().keys());
    }

    private static void reserve(Bench bench) {
        bench.first().registers(Bench.A).isGood();
        for (ReservationType type : ReservationType.values()) {
            reserveReadBackRelease(bench.first(), type);
        }
    }

    /** By the only registrant, with key A. */
    static void reserveReadBackRelease(Initiator initiator, ReservationType type) {
        initiator.reserves(Bench.A, type).isGood();
        Expect.equal("reservation", Optional.of(held(Bench.A, type)), initiator.reservation());
        initiator.releases(Bench.A, type).isGood();
        Expect.equal("reservation after RELEASE of " + type, Optional.empty(), initiator.reservation());
    }

    /** What READ RESERVATION shows: key 0 where each registrant is a holder (SPC-5, 6.16.3.2). */
    static Reservation held(ReservationKey holder, ReservationType type) {
        return new Reservation(type.isAllRegistrants() ? ReservationKey.ZERO : holder, ScopeAndType.of(type));
    }

    private static void clear(Bench bench) {
        Initiator first = bench.registered().first();
        first.reserves(Bench.A, FENCING).isGood();
        long generation = first.keys().generation();
        first.clears(Bench.A).isGood();
        Expect.equal("reservation", Optional.empty(), first.reservation());
        Expect.equal("keys", List.of(), first.keys().keys());
        Expect.equal("generation", next(generation), first.keys().generation());
    }

    private static void preempt(Bench bench) {
        Initiator first = bench.registered().first();
        first.reserves(Bench.A, FENCING).isGood();
        long generation = first.keys().generation();
        first.preempts(Bench.A, Bench.B, FENCING).isGood();
        Expect.equal("keys", List.of(Bench.A), first.keys().keys());
        Expect.equal("reservation", Optional.of(held(Bench.A, FENCING)), first.reservation());
        Expect.equal("generation", next(generation), first.keys().generation());
        bench.second().reserves(Bench.B, FENCING).isConflict();
    }

    /** 32 bits, wrapping (SPC-5, 6.16.2). */
    private static long next(long generation) {
        return (generation + 1) & 0xffff_ffffL;
    }
}
