// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.Locale;
import java.util.Map;

/** How facts are put into words; the one place for them. */
public final class Words {
    private static final int ILLEGAL_REQUEST = 0x5;
    private static final int UNIT_ATTENTION = 0x6;

    /** SPC-5, annex F; what these commands meet. */
    private static final Map<Sense, String> MEANINGS = Map.ofEntries(
            Map.entry(new Sense(0x2, 0x04, 0x00), "not ready"),
            Map.entry(Sense.INVALID_OPCODE, "the command is not known or not permitted"),
            Map.entry(Sense.INVALID_FIELD_IN_CDB, "invalid field in CDB"),
            Map.entry(new Sense(0x5, 0x25, 0x00), "logical unit not supported"),
            Map.entry(Sense.RESET_OCCURRED, "power on, reset, or bus device reset occurred"),
            Map.entry(new Sense(0x6, 0x29, 0x01), "power on occurred"),
            Map.entry(new Sense(0x6, 0x29, 0x02), "SCSI bus reset occurred"),
            Map.entry(new Sense(0x6, 0x29, 0x03), "bus device reset function occurred"),
            Map.entry(new Sense(0x6, 0x29, 0x07), "I_T nexus loss occurred"),
            Map.entry(new Sense(0x6, 0x2a, 0x01), "mode parameters changed"),
            Map.entry(Sense.RESERVATIONS_PREEMPTED, "reservations preempted"),
            Map.entry(Sense.RESERVATIONS_RELEASED, "reservations released"),
            Map.entry(Sense.REGISTRATIONS_PREEMPTED, "registrations preempted"),
            Map.entry(new Sense(0x6, 0x2a, 0x09), "capacity data has changed"),
            Map.entry(new Sense(0x6, 0x2f, 0x00), "commands cleared by another initiator"),
            Map.entry(new Sense(0x6, 0x3f, 0x0e), "reported LUNs data has changed"),
            Map.entry(Sense.IO_PROCESS_TERMINATED, "the command could not be sent"),
            Map.entry(Sense.UNIT_DOES_NOT_RESPOND, "the unit does not respond"),
            Map.entry(Sense.COMMUNICATION_FAILURE, "communication failed"),
            Map.entry(Sense.NEXUS_LOSS, "I_T nexus loss"),
            Map.entry(Sense.COMMAND_TIMEOUT, "the command timed out"));

    private Words() {}

    static boolean isAttention(PrOutcome<?> outcome) {
        return outcome instanceof PrOutcome.CheckCondition<?>(Sense sense) && sense.key() == UNIT_ATTENTION;
    }

    /** Whether the device server said that it can not do that (SPC-5, 4.4.2: ILLEGAL REQUEST). */
    static boolean isIllegalRequest(PrOutcome<?> outcome) {
        return outcome instanceof PrOutcome.CheckCondition<?>(Sense sense) && sense.key() == ILLEGAL_REQUEST;
    }

    /** Whether a target says that it has no such service action. */
    static boolean isUnknownCommand(PrOutcome<?> outcome) {
        return outcome instanceof PrOutcome.CheckCondition<?>(Sense sense)
                && (sense.equals(Sense.INVALID_OPCODE) || sense.equals(Sense.INVALID_FIELD_IN_CDB));
    }

    /** How a command ended: {@code CHECK CONDITION 06/2A/03 (reservations preempted)}. */
    public static String of(PrOutcome<?> outcome) {
        return outcome instanceof PrOutcome.CheckCondition<?>(Sense sense)
                ? outcome + (MEANINGS.containsKey(sense) ? " (" + MEANINGS.get(sense) + ")" : "")
                : outcome.toString();
    }

    /** {@code write exclusive, registrants only}; also of a type that SPC-5 does not define. */
    public static String of(ScopeAndType held) {
        String type = held.type().map(Words::of).orElse("type " + Integer.toHexString(held.typeCode()) + "h");
        return held.scopeCode() == 0 ? type : type + ", scope " + Integer.toHexString(held.scopeCode()) + "h";
    }

    /** {@code write exclusive, registrants only}. */
    public static String of(ReservationType type) {
        return switch (type) {
            case WRITE_EXCLUSIVE -> "write exclusive";
            case EXCLUSIVE_ACCESS -> "exclusive access";
            case WRITE_EXCLUSIVE_REGISTRANTS_ONLY -> "write exclusive, registrants only";
            case EXCLUSIVE_ACCESS_REGISTRANTS_ONLY -> "exclusive access, registrants only";
            case WRITE_EXCLUSIVE_ALL_REGISTRANTS -> "write exclusive, all registrants";
            case EXCLUSIVE_ACCESS_ALL_REGISTRANTS -> "exclusive access, all registrants";
        };
    }

    /** {@code iSCSI iqn.1994-05.com.redhat:1 ISID 0x00023d000000}; what is not well formed in hexadecimal digits. */
    public static String of(TransportId id) {
        return switch (id.meaning()) {
            case TransportId.FibreChannel(long name) -> "Fibre Channel " + wwn(name);
            case TransportId.Sas(long address) -> "SAS " + wwn(address);
            case TransportId.Srp(long high, long low) -> String.format(Locale.ROOT, "SRP %016x%016x", high, low);
            case TransportId.Sbp(long eui64) -> "SBP " + wwn(eui64);
            case TransportId.ParallelScsi(int address, int port) ->
                "parallel SCSI address " + address + " at port " + port;
            case TransportId.PciExpress(int routing) -> String.format(Locale.ROOT, "PCI Express %04x", routing);
            case TransportId.IscsiName(String name) -> "iSCSI " + name;
            case TransportId.IscsiPort(String name, long isid) ->
                "iSCSI " + name + String.format(Locale.ROOT, " ISID 0x%012x", isid);
            case TransportId.Raw raw -> raw.toString();
        };
    }

    /** Between which ports a registration is: {@code SAS 50:... at target port 1}. */
    static String port(Registration one) {
        return of(one.transportId())
                + (one.allTgPt() ? " at all target ports" : " at target port " + one.relativeTargetPort());
    }

    private static String wwn(long name) {
        return String.format(Locale.ROOT, "%016x", name).replaceAll("..(?!$)", "$0:");
    }

    /** {@code 1 registration}, {@code 3 registrations}. */
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    /** {@code 10.0 GiB}. */
    static String size(long bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
