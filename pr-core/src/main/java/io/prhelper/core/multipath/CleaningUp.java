// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.util.List;

/**
 * CLEANUP of the helper protocol, after a live migration: multipathd forgets the map's key before its paths are unregistered, else it would
 * register them again against the virtual machine's new host.
 */
final class CleaningUp extends Action {
    CleaningUp(MapMemory memory, List<MapPath> paths, ScsiExchange received) {
        super(memory, paths, received);
    }

    @Override
    Step begin() {
        return tellAll(List.of(Word.Plain.UNSET_KEY, Word.Plain.UNSET_STATUS), said -> {
            for (Told told : said) {
                if (!told.isOk()) {
                    return notForgotten(told);
                }
            }
            return askAll(paths, command(registerAnyway(ReservationKey.ZERO)), answers -> {
                memory.forget();
                boolean failed = answers.any(PathAnswer::isRefusal);
                return answers.any(PathAnswer::isGood) && !failed ? good() : end(answers.refusal());
            });
        });
    }

    /** {@code fail} is also what a key that is written in multipath.conf is answered with. */
    private static Step notForgotten(Told said) {
        return said instanceof Told.Silent
                ? refused(describe(said))
                : tell(
                        Word.Plain.GET_KEY,
                        told -> refused(
                                told instanceof Told.Answered answered && !answered.isOfKnownMap()
                                        ? whyNoKey(answered)
                                        : describe(said)));
    }

    private static Step refused(String why) {
        return say("not cleaned up: " + why, end(Sense.COMMUNICATION_FAILURE));
    }
}
