// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Decoded;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** A reservation command in one line: what it says to a device, and the bytes it came as. */
public final class CommandText {
    private CommandText() {}

    /** Whether it is a command that a device can be given: CLEANUP is for the helper. */
    static boolean isForDevice(byte[] cdb) {
        return (cdb[0] & 0xff) != Wire.CLEANUP;
    }

    /** What a CDB says alone. */
    static String of(byte[] cdb) {
        return "PERSISTENT RESERVE " + (isOut(cdb) ? "OUT " : "IN ") + action(cdb) + bytes(cdb);
    }

    private static boolean isOut(byte[] cdb) {
        return (cdb[0] & 0xff) == Wire.PERSISTENT_RESERVE_OUT;
    }

    /** The standard's name of the service action, {@code service action 1Fh} where it has none, or {@code CLEANUP}. */
    public static String action(byte[] cdb) {
        if (!isForDevice(cdb)) {
            return "CLEANUP";
        }
        int code = cdb[1] & 0x1f;
        Optional<String> action = isOut(cdb)
                ? PrOutAction.of(code).map(CommandText::words)
                : PrInAction.of(code).map(CommandText::words);
        return action.orElseGet(() -> String.format(Locale.ROOT, "service action %02Xh", code));
    }

    /** The keys of PERSISTENT RESERVE OUT, and the port that REGISTER AND MOVE names; why it has none where its list can not be read. */
    static String keys(byte[] cdb, byte[] dataOut) {
        return switch (PrCommand.decode(cdb, dataOut)) {
            case Decoded.Valid<PrCommand>(PrOutCommand.RegisterAndMove move) ->
                "key " + move.key() + " service action key " + move.serviceActionKey() + " to " + move.destination();
            case Decoded.Valid<PrCommand>(PrOutCommand.Clear clear) -> "key " + clear.key();
            case Decoded.Valid<PrCommand>(PrOutCommand command) ->
                "key " + command.key() + " service action key " + command.serviceActionKey();
            case Decoded.Valid<PrCommand>(PrInCommand _) -> "no key";
            case Decoded.Refused<PrCommand>(var sense) -> "a parameter list that means nothing (" + sense + ")";
        };
    }

    static String of(byte[] cdb, byte[] dataOut) {
        String bytes = bytes(cdb);
        if (!isForDevice(cdb)) {
            return "CLEANUP" + bytes;
        }
        return switch (PrCommand.decode(cdb, dataOut)) {
            case Decoded.Valid<PrCommand>(PrInCommand command) ->
                "PERSISTENT RESERVE IN " + words(command.action()) + " for " + command.allocationLength() + " bytes"
                        + bytes;
            case Decoded.Valid<PrCommand>(PrOutCommand command) ->
                "PERSISTENT RESERVE OUT " + words(command.action()) + " key " + command.key() + " service action key "
                        + command.serviceActionKey() + " type " + type(command) + bytes;
            case Decoded.Refused<PrCommand>(var sense) -> "command that means nothing (" + sense + ")" + bytes;
        };
    }

    private static String bytes(byte[] cdb) {
        return " [" + HexFormat.of().formatHex(cdb, 0, Math.min(cdb.length, PrCommand.CDB_LENGTH)) + "]";
    }

    private static String type(PrOutCommand command) {
        int code = command.scopeAndType().typeCode();
        return command.scopeAndType().type().map(CommandText::words).orElse(Integer.toString(code));
    }

    /** The standard's words for a constant that is named after them. */
    public static String words(Enum<?> constant) {
        return constant.name().replace('_', ' ');
    }
}
