// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.ReservationType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What becomes of a reservation when its holder unregisters (SPC-5, 5.14.11.3). */
final class OwnershipCases {
    static final List<ConformanceCase> ALL =
            Arrays.stream(ReservationType.values()).map(OwnershipCases::of).toList();

    private OwnershipCases() {}

    private static ConformanceCase of(ReservationType type) {
        String what = type.isAllRegistrants() ? " stays as long as anybody is registered" : " goes with its holder";
        return ConformanceCase.of(
                "a reservation " + type + what,
                "SPC-5, 5.14.11.3; libiscsi prout_reserve_ownership_" + AccessCases.letters(type),
                subject -> ownership(subject.bench(), type),
                Need.DATA_LOSS);
    }

    private static void ownership(Bench bench, ReservationType type) {
        bench.registered().first().reserves(Bench.A, type).isGood();
        Optional<?> held = Optional.of(RegistrationCases.held(Bench.A, type));
        Expect.equal("reservation as its holder sees it", held, bench.first().reservation());
        Expect.equal("reservation as the other sees it", held, bench.second().reservation());
        bench.first().unregisters(Bench.A).isGood();
        Expect.equal(
                "reservation after its holder unregistered",
                type.isAllRegistrants() ? held : Optional.empty(),
                bench.second().reservation());
        bench.second().unregisters(Bench.B).isGood();
        Expect.equal(
                "reservation after all unregistered",
                Optional.empty(),
                bench.second().reservation());
    }
}
