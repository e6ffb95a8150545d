// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;

/** The task management functions (RFC 7143, 11.5), each what the simulated unit has for it. */
final class TaskManagement {
    static final int ABORT_TASK = 1;
    static final int ABORT_TASK_SET = 2;
    static final int CLEAR_TASK_SET = 4;
    static final int LUN_RESET = 5;
    static final int TARGET_WARM_RESET = 6;
    static final int TARGET_COLD_RESET = 7;
    static final int REASSIGN = 8;

    /** What the response says (RFC 7143, 11.6.1). */
    static final int COMPLETE = 0;

    static final int NO_SUCH_TASK = 1;
    static final int NO_SUCH_LUN = 2;
    static final int NO_REASSIGNMENT = 4;
    static final int NOT_SUPPORTED = 5;

    private TaskManagement() {}

    /** Does it; answers what the response says. */
    static int carryOut(int function, Pdu request, ServerSession session) {
        return switch (function) {
            case ABORT_TASK, ABORT_TASK_SET, CLEAR_TASK_SET, LUN_RESET -> {
                SimulatedNexus nexus = session.nexus(request.lun());
                yield nexus == null ? NO_SUCH_LUN : ofUnit(function, request, session, nexus);
            }
            case TARGET_WARM_RESET, TARGET_COLD_RESET -> ofTarget(function, session);
            case REASSIGN -> NO_REASSIGNMENT;
            default -> NOT_SUPPORTED;
        };
    }

    private static int ofUnit(int function, Pdu request, ServerSession session, SimulatedNexus nexus) {
        int lun = nexus.unit().lun();
        switch (function) {
            case ABORT_TASK -> {
                return session.abort(request.word(Pdu.At.REFERENCED_TASK_TAG)) ? COMPLETE : NO_SUCH_TASK;
            }
            case ABORT_TASK_SET -> session.abortAll(lun);
            case CLEAR_TASK_SET -> {
                session.abortAll(lun);
                session.server().forgetWaiting(lun);
                nexus.clearTaskSet();
            }
            default -> {
                session.server().forgetWaiting(lun);
                nexus.unit().resetUnit();
            }
        }
        return COMPLETE;
    }

    /** A cold reset is a loss of power (SAM-5, 6.3.1). */
    private static int ofTarget(int function, ServerSession session) {
        SimulatedTarget target = session.server().target();
        for (int lun = 0; lun < target.configuration().units(); lun++) {
            session.server().forgetWaiting(lun);
            if (function == TARGET_WARM_RESET) {
                target.unit(lun).resetUnit();
            }
        }
        if (function == TARGET_COLD_RESET) {
            target.losePower();
        }
        return COMPLETE;
    }
}
