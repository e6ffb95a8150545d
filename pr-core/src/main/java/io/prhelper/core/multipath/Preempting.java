// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.scsi.ScsiExchange;
import java.util.List;

/**
 * PREEMPT and PREEMPT AND ABORT: one path. With the map's own key as the victim, or with key 0 where all registrants hold, the other paths
 * lose their registration, and get it back before I/O goes on.
 */
final class Preempting extends Action {
    private final PrOutCommand command;

    Preempting(MapMemory memory, List<MapPath> paths, ScsiExchange received, PrOutCommand command) {
        super(memory, paths, received);
        this.command = command;
    }

    @Override
    Step begin() {
        boolean losesOwn = command.serviceActionKey().equals(command.key())
                || command.serviceActionKey().isZero();
        return losesOwn ? suspended(preempt(true)) : preempt(false);
    }

    private Step preempt(boolean losesOwn) {
        return askInTurn(paths, receivedCommand(), PathAnswer::isGood, answers -> {
            if (!answers.any(PathAnswer::isGood)) {
                return losesOwn ? resumed(end(answers.deciding())) : end(answers.deciding());
            }
            MapPath path = answers.good().getFirst();
            Step told = tellHold(path, end(answers.deciding()));
            return losesOwn ? keepOthers(path, told) : told;
        });
    }

    /** A path that holds nothing has lost its own registration as well, and so has the map. */
    private Step keepOthers(MapPath path, Step then) {
        return askAll(List.of(path), command(registerAgain(command.key())), still -> {
            if (still.any(PathAnswer::isGood)) {
                return restore(path, command.key(), resumed(then));
            }
            if (still.any(PathAnswer::isConflict)) {
                return resumed(forgotten(then));
            }
            // It is away since: when it is back, it tells whether the map still has its key, for the others too.
            memory.only(List.of());
            return resumed(then);
        });
    }

    /** Whether it took the reservation over. */
    private Step tellHold(MapPath path, Step then) {
        return readReservation(
                List.of(path),
                held -> held.reservation()
                                .filter(reservation -> reservation.key().equals(command.key()))
                                .isPresent()
                        ? tell(Word.Plain.SET_HOLD, _ -> then)
                        : then);
    }
}
