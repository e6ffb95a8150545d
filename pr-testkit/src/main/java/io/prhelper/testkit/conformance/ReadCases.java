// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** PERSISTENT RESERVE IN (SPC-5, 6.16). */
final class ReadCases {
    private static final int HEADER = 8;
    private static final int ROOM = ScsiExchange.MAX_DATA_LENGTH;

    /** ALLOW COMMANDS 6 and 7 are reserved (SPC-5, 6.16.4). */
    private static final int HIGHEST_ALLOW_COMMANDS = 5;

    /** The bits of the type mask that no type has. */
    private static final int RESERVED_TYPE_BITS = 0x15fe;

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "READ KEYS transfers a header and as much more as it says",
                    "SPC-5, 6.16.2; libiscsi prin_read_keys_simple",
                    subject -> readsKeys(subject.reader())),
            ConformanceCase.of(
                    "READ KEYS that is cut off after its header still says how much there is",
                    "SPC-5, 4.2.5.6 and 6.16.2; libiscsi prin_read_keys_truncate",
                    subject -> readsKeysCutOff(subject.bench()),
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "REPORT CAPABILITIES is well formed",
                    "SPC-5, 6.16.4; libiscsi prin_report_caps_simple",
                    subject -> capabilities(subject.reader())),
            ConformanceCase.of(
                    "each type that REPORT CAPABILITIES advertises can be reserved, read back and released",
                    "SPC-5, 6.16.4; libiscsi prin_report_caps_simple",
                    subject -> advertisedTypes(subject.bench()),
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "PERSISTENT RESERVE IN knows the service actions 0 to 3 and no others",
                    "SPC-5, 6.16.1; libiscsi prin_serviceaction_range",
                    subject -> serviceActions(subject.reader())));

    private ReadCases() {}

    private static void readsKeys(Initiator initiator) {
        byte[] data = initiator.reads(PrInAction.READ_KEYS, ROOM).isGood().data();
        Expect.that(data.length >= HEADER, "READ KEYS transferred " + data.length + " bytes, no header");
        Expect.equal(
                "ADDITIONAL LENGTH", data.length - HEADER, ByteBuffer.wrap(data).getInt(4));
    }

    private static void readsKeysCutOff(Bench bench) {
        bench.registered();
        byte[] data = bench.first().reads(PrInAction.READ_KEYS, HEADER).isGood().data();
        Expect.equal("bytes transferred", HEADER, data.length);
        Expect.equal(
                "keys missing", OptionalLong.of(2), ReadKeysData.decode(data).missingKeys());
    }

    private static ReportCapabilitiesData capabilities(Initiator initiator) {
        byte[] data =
                initiator.reads(PrInAction.REPORT_CAPABILITIES, ROOM).isGood().data();
        Expect.equal("bytes transferred", ReportCapabilitiesData.LENGTH, data.length);
        ByteBuffer buffer = ByteBuffer.wrap(data);
        Expect.equal("LENGTH", ReportCapabilitiesData.LENGTH, (int) buffer.getShort(0));
        Expect.equal("reserved bits of the type mask", 0, buffer.getShort(4) & RESERVED_TYPE_BITS);
        ReportCapabilitiesData decoded = ReportCapabilitiesData.decode(data);
        int allowCommands = decoded.allowCommands().orElseThrow();
        Expect.that(allowCommands <= HIGHEST_ALLOW_COMMANDS, "ALLOW COMMANDS is " + allowCommands);
        return decoded;
    }

    private static void advertisedTypes(Bench bench) {
        ReportCapabilitiesData capabilities = capabilities(bench.first());
        bench.first().registers(Bench.A).isGood();
        for (ReservationType type : ReservationType.values()) {
            if (capabilities.supports(type) == ReportCapabilitiesData.Support.YES) {
                RegistrationCases.reserveReadBackRelease(bench.first(), type);
            }
        }
    }

    private static void serviceActions(Initiator initiator) {
        for (PrInAction action : PrInAction.values()) {
            initiator.reads(action, ROOM).isGood();
        }
        for (int code = PrInAction.values().length; code <= 0x1f; code++) {
            byte[] cdb = new PrInCommand(PrInAction.READ_KEYS, ROOM).cdb();
            cdb[1] = (byte) code;
            initiator
                    .sends("PERSISTENT RESERVE IN %02Xh".formatted(code), cdb, new byte[0])
                    .isRefusedWith(Sense.INVALID_FIELD_IN_CDB, Sense.INVALID_OPCODE);
        }
    }
}
