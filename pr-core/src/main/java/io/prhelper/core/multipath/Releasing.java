// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import java.util.List;

/**
 * RELEASE: all paths, of which one may hold the reservation. Where that one is away, another takes the reservation over with the map's own key
 * and releases it; a stranger's is never touched, also if it has the same key.
 */
final class Releasing extends Action {
    private final PrOutCommand.Release command;

    Releasing(MapMemory memory, List<MapPath> paths, ScsiExchange received, PrOutCommand.Release command) {
        super(memory, paths, received);
        this.command = command;
    }

    @Override
    Step begin() {
        return askAll(paths, receivedCommand(), answers -> {
            if (answers.good().isEmpty()) {
                return end(answers.deciding());
            }
            return answers.all(PathAnswer::isGood) ? lookWhether(answers) : lookWhoHolds(answers);
        });
    }

    /** The path that holds may be none of the map's any more, and then all others say GOOD (SPC-5, 5.14.11.2.1). */
    private Step lookWhether(Answers answers) {
        return readReservation(
                answers.good(),
                held -> held.state() == ReadReservationData.State.NONE ? released() : lookWhoHolds(answers));
    }

    private Step lookWhoHolds(Answers answers) {
        return readFullStatus(
                answers.good(),
                status -> status.holder()
                        .map(holder -> stillHeld(holder, status, answers))
                        .orElseGet(() -> status.whole() ? released() : holderUnknown(answers)));
    }

    /** Too many are registered, or the device does not tell: where the key is not the map's own, it is at least none of its paths. */
    private Step holderUnknown(Answers answers) {
        return readReservation(answers.good(), held -> {
            boolean another = held.reservation()
                    .filter(reservation -> !reservation.key().equals(command.key()))
                    .isPresent();
            if (another || held.state() == ReadReservationData.State.NONE) {
                return released();
            }
            return answers.any(PathAnswer::isRefusal)
                    ? end(answers.refusal())
                    : say(
                            "not released: the device does not tell whether a path that is away holds the reservation",
                            end(PathAnswer.of(ScsiStatus.BUSY)));
        });
    }

    private Step stillHeld(Registration holder, FullStatus status, Answers answers) {
        boolean own = memory.isOwn(holder);
        boolean meant =
                holder.key().equals(command.key()) && holder.scopeAndType().equals(command.scopeAndType());
        if (answers.any(PathAnswer::isRefusal) && !(own && meant)) {
            // The holder itself said why, if it is one of these.
            return end(answers.refusal());
        }
        if (!own) {
            return released();
        }
        if (!meant) {
            return end(PathAnswer.of(ScsiStatus.RESERVATION_CONFLICT));
        }
        if (!status.isOnlyOurs(memory, command.key())) {
            return say(
                    "not released: the path that holds the reservation is away, and another host uses the key "
                            + command.key(),
                    end(PathAnswer.of(ScsiStatus.BUSY)));
        }
        return suspended(askInTurn(
                answers.good(),
                command(preempt(command.key(), command.key(), status.held())),
                PathAnswer::isGood,
                preempted -> preempted.any(PathAnswer::isGood)
                        ? release(preempted.good().getFirst())
                        : resumed(end(preempted.deciding()))));
    }

    private Step release(MapPath holder) {
        return askAll(
                List.of(holder),
                receivedCommand(),
                answers -> restore(
                        holder,
                        command.key(),
                        resumed(answers.any(PathAnswer::isGood) ? released() : end(answers.deciding()))));
    }

    private Step released() {
        return tell(Word.Plain.UNSET_HOLD, _ -> good());
    }
}
