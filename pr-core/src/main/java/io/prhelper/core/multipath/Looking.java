// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Gives paths that came back the map's key, if another path shows that the map still has it: one that was fenced, or cleared by another host,
 * stays without. Registrations that multipathd is not told of are counted as well: 0.15.1 takes that of a path that came back, before or after the
 * helper has given it.
 */
final class Looking extends Action {
    private static final PrInCommand PROBE = new PrInCommand(PrInAction.READ_KEYS, 8);

    Looking(MapMemory memory, List<MapPath> paths) {
        super(memory, paths, ScsiExchange.allocate());
    }

    @Override
    Step begin() {
        return memory.unattended() == 0 ? register() : readKeys(paths, this::count);
    }

    /** If one is gone, nobody knows which; one that the answer does not show may be. */
    private Step count(ReadKeysData data) {
        if (Collections.frequency(data.keys(), memory.key()) < memory.unattended()) {
            memory.only(List.of());
        }
        return register();
    }

    private Step register() {
        List<MapPath> missing = memory.missing(paths);
        return askAll(missing, command(PROBE), answers -> {
            List<MapPath> back = answers.paths(PathAnswer::isGood);
            List<MapPath> others =
                    paths.stream().filter(path -> !missing.contains(path)).toList();
            // Before the first registration that it hears of, or when all were away, any path will do.
            return back.isEmpty()
                    ? nothing()
                    : others.isEmpty() ? vouch(back, back, back.size() == paths.size()) : vouch(back, others, true);
        });
    }

    /**
     * Those that have the key vouch for the others.
     *
     * @param all whether these would have to have it, if the map still had
     */
    private Step vouch(List<MapPath> back, List<MapPath> others, boolean all) {
        ReservationKey key = memory.key();
        return askInTurn(others, command(registerAgain(key)), PathAnswer::isGood, answers -> {
            if (answers.any(PathAnswer::isGood)) {
                MapPath kept = answers.good().getFirst();
                return registerOthers(without(back, kept), kept, key, good -> learn(kept, good));
            }
            if (all && answers.all(PathAnswer::isConflict)) {
                memory.forget();
            }
            return nothing();
        });
    }

    private Step learn(MapPath kept, List<MapPath> good) {
        List<MapPath> registered = new ArrayList<>(good);
        registered.add(kept);
        return readFullStatus(List.of(kept), status -> {
            memory.learn(status, registered);
            return memory.unattended() == 0
                    ? nothing()
                    : readKeys(List.of(kept), data -> {
                        unattended(data.keys(), registered.size());
                        return nothing();
                    });
        });
    }

    private static Step nothing() {
        return end(PathAnswer.away());
    }
}
