// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.ServerObserver.Finished;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the log says of facts and decisions: the one place for these words. */
final class Wording {
    private Wording() {}

    /** What to say of a device of that kind, after its number. */
    static String of(DeviceKind kind) {
        return switch (kind) {
            case DISK -> "is a disk";
            case SCSI_GENERIC -> "is a SCSI generic node";
            case SCSI_TAPE -> "is a SCSI tape";
            case MULTIPATH -> "is a multipath map";
            case PARTITION -> "is a partition";
            case MAPPED -> "is a device-mapper device, but no multipath map";
            case GONE -> "is gone";
            case UNKNOWN -> "can not be told from a partition: no answer from sysfs";
            case FOREIGN -> "is of no driver that takes SCSI commands";
            case OTHER -> "takes no SCSI commands";
        };
    }

    /** The limit that turned a client away. */
    static String of(Limit limit, int most) {
        return most
                + switch (limit) {
                    case CONNECTIONS -> " connections in all";
                    case OPEN_FILES -> " connections in all, which is what RLIMIT_NOFILE leaves room for";
                    case PER_USER -> " connections of one user";
                    case PER_PEER -> " connections of one process";
                };
    }

    /** Why the policy refused a request; nothing in it is the client's choice but numbers. */
    static String denial(Finished request) {
        return switch (request.decision()) {
            case PEER_DENIED -> "neither its user nor its group may use this helper";
            case ACTION_DENIED ->
                String.format(
                        Locale.ROOT,
                        "PERSISTENT RESERVE OUT service action %02Xh is forbidden",
                        request.cdb().get(1) & 0x1f);
            case DEVICE_NOT_LISTED -> subject(request.device()) + " is not on the list of devices";
            case DEVICE_KIND_DENIED ->
                subject(request.device()) + " " + of(request.kind() == null ? DeviceKind.UNKNOWN : request.kind());
            case RULE_DENIED -> subject(request.device()) + " may not be asked that, says the rule of the program";
            case EXECUTED, MALFORMED, READ_ONLY, BUSY -> throw new IllegalArgumentException("not denied: " + request);
        };
    }

    /** What came of a command that may take something away from others. */
    static String outcome(Finished request) {
        byte[] cdb = request.cdb().array();
        String where = request.kind() == null ? "" : " on " + subject(request.device());
        return CommandText.action(cdb) + where + ", "
                + CommandText.keys(cdb, request.dataOut().array()) + ": " + status(request)
                + because(request.decision());
    }

    private static String because(Decision decision) {
        return switch (decision) {
            case READ_ONLY -> ", the descriptor is not open for writing";
            case MALFORMED -> ", the request contradicts itself";
            case BUSY -> ", the device has as many commands to do as it may have";
            case EXECUTED, PEER_DENIED, ACTION_DENIED, DEVICE_NOT_LISTED, DEVICE_KIND_DENIED, RULE_DENIED -> "";
        };
    }

    /** The status, with the sense that goes with it. */
    static String status(Finished request) {
        String sense = request.status() == ScsiStatus.CHECK_CONDITION.code()
                ? ", sense " + Sense.parse(request.sense().array())
                : "";
        return ScsiStatus.describe(request.status()) + sense;
    }

    /** What denials of one user have in common, so that one of them stands for the others for a while. */
    static Object kindOfDenial(Finished request) {
        return switch (request.decision()) {
            case ACTION_DENIED -> request.cdb().get(1) & 0x1f;
            case DEVICE_KIND_DENIED -> request.kind() == null ? DeviceKind.UNKNOWN : request.kind();
            case PEER_DENIED, DEVICE_NOT_LISTED, RULE_DENIED, EXECUTED, MALFORMED, READ_ONLY, BUSY ->
                request.decision();
        };
    }

    private static String subject(@Nullable DeviceNumber device) {
        return device == null ? "a file that is no device" : "device " + device;
    }
}
