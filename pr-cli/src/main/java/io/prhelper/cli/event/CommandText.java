// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.scsi.Decoded;
import java.util.HexFormat;

/** A reservation command in one line: what it says to a device, and the bytes it came as. */
final class CommandText {
    private CommandText() {}

    static String of(byte[] cdb, byte[] dataOut) {
        String bytes = " [" + HexFormat.of().formatHex(cdb, 0, Math.min(cdb.length, PrCommand.CDB_LENGTH)) + "]";
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

    private static String type(PrOutCommand command) {
        int code = command.scopeAndType().typeCode();
        return command.scopeAndType().type().map(CommandText::words).orElse(Integer.toString(code));
    }

    private static String words(Enum<?> constant) {
        return constant.name().replace('_', ' ');
    }
}
