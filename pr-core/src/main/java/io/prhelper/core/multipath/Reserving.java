// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import java.util.List;

/** RESERVE: one path makes the reservation; where another one of the map holds it already, that is good too (SPC-5, 5.14.9). */
final class Reserving extends Action {
    private final PrOutCommand.Reserve command;

    Reserving(MapMemory memory, List<MapPath> paths, ScsiExchange received, PrOutCommand.Reserve command) {
        super(memory, paths, received);
        this.command = command;
    }

    @Override
    Step begin() {
        return askInTurn(paths, receivedCommand(), PathAnswer::isGood, answers -> {
            if (answers.any(PathAnswer::isGood)) {
                return reserved();
            }
            if (!answers.any(PathAnswer::isConflict)) {
                return end(answers.deciding());
            }
            return readFullStatus(
                    paths,
                    status -> status.ownHolder(memory, command.key())
                                    .filter(holder -> holder.scopeAndType().equals(command.scopeAndType()))
                                    .isPresent()
                            ? reserved()
                            : end(answers.deciding()));
        });
    }

    private Step reserved() {
        memory.confirmed(command.key());
        Step end = tell(Word.Plain.SET_HOLD, _ -> good());
        return command.scopeAndType()
                .type()
                .filter(type -> type == ReservationType.WRITE_EXCLUSIVE || type == ReservationType.EXCLUSIVE_ACCESS)
                .map(type -> say(onePathOnly(type), end))
                .orElse(end);
    }

    private static String onePathOnly(ReservationType type) {
        return "is reserved with type " + type.code() + ", which lets one path of several do "
                + (type == ReservationType.WRITE_EXCLUSIVE ? "writes" : "I/O")
                + ": those that take another path fail; types 5 to 8 let all of them";
    }
}
