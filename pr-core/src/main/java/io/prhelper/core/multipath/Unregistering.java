// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * REGISTER and REGISTER AND IGNORE EXISTING KEY with key 0: all paths give up what they have.
 *
 * <p>What a path that is away still has, a reservation too, is taken from it by a PREEMPT of the map's own key through one that is not; else
 * it would stay for good.
 */
final class Unregistering extends Action {
    private final @Nullable ReservationKey old;

    /**
     * Unregisters.
     *
     * @param old the key that paths must have; null if whatever they have is meant
     */
    Unregistering(MapMemory memory, List<MapPath> paths, ScsiExchange received, @Nullable ReservationKey old) {
        super(memory, paths, received);
        this.old = old;
    }

    @Override
    Step begin() {
        return readFullStatus(paths, status -> {
            List<Registration> ours =
                    status.registrations().stream().filter(memory::isOwn).toList();
            Optional<ReservationKey> key = ours.stream().map(Registration::key).findFirst();
            boolean known = key.isPresent()
                    && (old == null || old.equals(key.get()))
                    && ours.stream().allMatch(one -> one.key().equals(key.get()));
            return known ? probe(key.get(), ours.size(), status) : unregister(false);
        });
    }

    /** More of the map are registered than answer: those that do not are away. */
    private Step probe(ReservationKey key, int registered, FullStatus status) {
        return askAll(paths, command(new PrInCommand(PrInAction.READ_KEYS, 8)), answers -> {
            List<MapPath> good = answers.good();
            if (good.isEmpty() || good.size() >= registered) {
                return unregister(false);
            }
            if (!status.isOnlyOurs(memory, key)) {
                return say(
                        "unregisters while a path is away, which stays registered: another host uses the key " + key,
                        unregister(false));
            }
            return askInTurn(
                    good,
                    command(preempt(key, key, status.held())),
                    PathAnswer::isGood,
                    preempted -> unregister(preempted.any(PathAnswer::isGood)));
        });
    }

    /**
     * All that can be reached.
     *
     * @param preempted whether all but one are unregistered already, or all
     */
    private Step unregister(boolean preempted) {
        return askAll(paths, receivedCommand(), answers -> {
            if (!preempted && !answers.any(PathAnswer::isGood)) {
                return end(answers.deciding());
            }
            return answers.any(PathAnswer::isFailure) ? end(answers.refusal()) : forgotten(good());
        });
    }
}
