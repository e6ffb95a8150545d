// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.pr.PrOutCommand;

/**
 * A command on its way to a unit, as far as a {@link Fault} may look at it.
 *
 * @param nexus who sends it, to which unit; equal to other nexuses of the same ends
 * @param opcode CDB byte 0
 * @param serviceAction CDB byte 1, bits 0 to 4
 */
public record Arrival(SimulatedNexus nexus, int opcode, int serviceAction) {
    /**
     * Recognizes PERSISTENT RESERVE OUT with one service action.
     *
     * @param action which one
     * @return true if it is that command
     */
    public boolean is(PrOutAction action) {
        return opcode == PrOutCommand.OPERATION_CODE && serviceAction == action.code();
    }

    /**
     * Recognizes PERSISTENT RESERVE IN with one service action.
     *
     * @param action which one
     * @return true if it is that command
     */
    public boolean is(PrInAction action) {
        return opcode == PrInCommand.OPERATION_CODE && serviceAction == action.code();
    }
}
