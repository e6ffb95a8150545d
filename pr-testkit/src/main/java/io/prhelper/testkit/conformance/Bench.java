// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.ReservationKey;

/** Two initiators at one unit where nobody was registered, and keys for them. */
record Bench(Initiator first, Initiator second) {
    static final ReservationKey A = new ReservationKey(0x6a6a_0001_0000_000aL);
    static final ReservationKey B = new ReservationKey(0x6a6a_0001_0000_000bL);
    static final ReservationKey WRONG = new ReservationKey(0x6a6a_0001_0bad_0badL);

    /** CLEAR takes what earlier cases, or others, left (SPC-5, 5.14.11.6). */
    static Bench cleared(Initiator first, Initiator second) {
        first.registersIgnoringItsKey(A).isGood();
        first.clears(A).isGood();
        Expect.equal("registrations after CLEAR", 0, first.keys().keys().size());
        return new Bench(first, second);
    }

    /** Registers both, the first with A, the second with B. */
    Bench registered() {
        first.registers(A).isGood();
        second.registers(B).isGood();
        return this;
    }
}
