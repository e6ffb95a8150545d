// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import static io.prhelper.testkit.conformance.AccessCases.May.NEITHER;
import static io.prhelper.testkit.conformance.AccessCases.May.READ;
import static io.prhelper.testkit.conformance.AccessCases.May.READ_AND_WRITE;

import io.prhelper.core.pr.ReservationType;
import java.util.List;

/** Who reads and writes while the unit is reserved (SPC-5, 5.14.1, table 66). */
final class AccessCases {
    /** What an initiator may do to the medium. */
    enum May {
        NEITHER,
        READ,
        READ_AND_WRITE
    }

    /** A line of the table: what others than the one that made the reservation may do, registered and not. */
    private record Line(ReservationType type, May registered, May unregistered) {}

    private static final List<Line> TABLE = List.of(
            new Line(ReservationType.EXCLUSIVE_ACCESS, NEITHER, NEITHER),
            new Line(ReservationType.WRITE_EXCLUSIVE, READ, READ),
            new Line(ReservationType.EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, READ_AND_WRITE, NEITHER),
            new Line(ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY, READ_AND_WRITE, READ),
            new Line(ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS, READ_AND_WRITE, NEITHER),
            new Line(ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS, READ_AND_WRITE, READ));

    static final List<ConformanceCase> ALL = TABLE.stream().map(AccessCases::of).toList();

    private AccessCases() {}

    private static ConformanceCase of(Line line) {
        return ConformanceCase.of(
                "a reservation " + line.type() + " lets others read and write as the table says",
                "SPC-5, 5.14.1, table 66; libiscsi prout_reserve_access_" + letters(line.type()),
                subject -> access(subject.bench(), line),
                Need.DATA_LOSS,
                Need.MEDIA);
    }

    /** As the field abbreviates the type. */
    static String letters(ReservationType type) {
        return switch (type) {
            case WRITE_EXCLUSIVE -> "we";
            case EXCLUSIVE_ACCESS -> "ea";
            case WRITE_EXCLUSIVE_REGISTRANTS_ONLY -> "wero";
            case EXCLUSIVE_ACCESS_REGISTRANTS_ONLY -> "earo";
            case WRITE_EXCLUSIVE_ALL_REGISTRANTS -> "wear";
            case EXCLUSIVE_ACCESS_ALL_REGISTRANTS -> "eaar";
        };
    }

    private static void access(Bench bench, Line line) {
        bench.registered().first().reserves(Bench.A, line.type()).isGood();
        may(bench.first(), READ_AND_WRITE, "as the one that reserved " + line.type());
        may(bench.second(), line.registered(), "registered, under " + line.type());
        bench.second().unregisters(Bench.B).isGood();
        may(bench.second(), line.unregistered(), "unregistered, under " + line.type());
        bench.first().releases(Bench.A, line.type()).isGood();
        may(bench.second(), READ_AND_WRITE, "after RELEASE of " + line.type());
    }

    private static void may(Initiator initiator, May may, String situation) {
        initiator.mayAccess(situation, may != NEITHER, may == READ_AND_WRITE);
    }
}
