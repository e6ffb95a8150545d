// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.ServerObserver;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a client took another one's registration away. A machine that takes its own along, as it migrates, fences nobody. */
public final class Fencings implements ServerObserver {
    private final AtomicLong count = new AtomicLong();

    /** None yet. */
    public Fencings() {}

    /** How many there were. */
    public long count() {
        return count.get();
    }

    @Override
    public boolean wants(Decision decision, int opcode, int serviceAction) {
        return decision == Decision.EXECUTED
                && opcode == Wire.PERSISTENT_RESERVE_OUT
                && (serviceAction == PrOutAction.PREEMPT.code()
                        || serviceAction == PrOutAction.PREEMPT_AND_ABORT.code());
    }

    @Override
    public void finished(Finished request) {
        if (request.decision() == Decision.EXECUTED
                && request.status() == ScsiStatus.GOOD.code()
                && PrCommand.decode(request.cdb().array(), request.dataOut().array())
                        instanceof Decoded.Valid<PrCommand>(PrOutCommand command)
                && isFencing(command.action(), command.key(), command.serviceActionKey())) {
            count.incrementAndGet();
        }
    }

    private static boolean isFencing(PrOutAction action, ReservationKey own, ReservationKey other) {
        return (action == PrOutAction.PREEMPT || action == PrOutAction.PREEMPT_AND_ABORT) && !own.equals(other);
    }
}
