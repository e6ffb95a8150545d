// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;

/** What becomes of a command that a {@link Fault} hits. */
public sealed interface Failure {
    /**
     * The command is not executed, and ends like this.
     *
     * @param statusByte 0 to FFh, of a {@link ScsiStatus} or not; 0 tells the sender a lie
     * @param sense goes with CHECK CONDITION only
     */
    record Answered(int statusByte, Sense sense) implements Failure {
        /** Checks the range, and that there is a sense. */
        public Answered {
            Checks.given(sense, "sense");
            if (statusByte < 0 || statusByte > 0xff) {
                throw new IllegalArgumentException("a status byte is 0 to 255, not " + statusByte);
            }
        }

        /**
         * CHECK CONDITION with this sense.
         *
         * @param sense what the command ends with
         */
        public Answered(Sense sense) {
            this(ScsiStatus.CHECK_CONDITION.code(), sense);
        }

        /**
         * A status without sense.
         *
         * @param status what the command ends with
         */
        public Answered(ScsiStatus status) {
            this(status.code(), Sense.NO_SENSE);
        }
    }

    /**
     * The command does not reach the unit: a transport error, or with {@link HostStatus#TIME_OUT} a time-out.
     *
     * @param status what the sender is told
     */
    record NotSent(HostStatus status) implements Failure {
        /** Checks that there is one. */
        public NotSent {
            Checks.given(status, "status");
        }
    }

    /**
     * The command is executed, but its answer is lost on the way back.
     *
     * @param status what the sender is told in place of the answer
     */
    record ReplyLost(HostStatus status) implements Failure {
        /** Checks that there is one. */
        public ReplyLost {
            Checks.given(status, "status");
        }
    }

    /**
     * The command stays in the task set of the unit, behind the checks of unit attentions and of access, until the gate opens. Meanwhile
     * PREEMPT AND ABORT, a task management function, a reset or power loss may abort it: then it ends at once.
     *
     * @param gate holds the command up; once dropped, it ends commands with a time-out
     */
    record Hung(Gate gate) implements Failure {
        /** Checks that there is one. */
        public Hung {
            Checks.given(gate, "gate");
        }
    }
}
