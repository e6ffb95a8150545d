// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/** What the standard leaves a device server free to support. */
public enum Feature implements Trait {
    /**
     * CRH: SPC-2 RESERVE and RELEASE of a holder, or of a registrant of a registrants only or all registrants reservation, end GOOD
     * without effect (SPC-5, 5.14.3). Affects RESERVE(6/10), RELEASE(6/10) and REPORT CAPABILITIES. Without it they end with RESERVATION
     * CONFLICT while anybody is registered (SPC-2, 5.5.1).
     */
    COMPATIBLE_RESERVATION_HANDLING,

    /** SIP_C: REGISTER takes SPEC_I_PT; without it the bit is refused. Affects REGISTER and REPORT CAPABILITIES. */
    SPECIFIED_INITIATOR_PORTS,

    /**
     * SPEC_I_PT with REGISTER AND IGNORE EXISTING KEY too, as the wording of SPC-5 allows; SPC-4 refuses it with 05/26/00. No effect
     * without {@link #SPECIFIED_INITIATOR_PORTS}.
     */
    SPECIFIED_INITIATOR_PORTS_WITH_IGNORE,

    /** ATP_C: ALL_TG_PT is taken; without it the bit is refused. Affects REGISTER*, and REPORT CAPABILITIES. */
    ALL_TARGET_PORTS,

    /** PTPL_C: APTPL is taken; without it the bit is refused. Affects REGISTER*, REGISTER AND MOVE, power loss, REPORT CAPABILITIES. */
    PERSIST_THROUGH_POWER_LOSS,

    /** RLR_C: REPLACE LOST RESERVATION (SPC-5, 5.14.11.7); without it the service action is unknown. Shown by REPORT CAPABILITIES. */
    REPLACE_LOST_RESERVATION,

    /**
     * REQUEST SENSE reports the oldest unit attention of its nexus, and all are cleared; else they stay (SAM-5, 5.14, leaves it free).
     */
    REQUEST_SENSE_CLEARS_ATTENTIONS,

    /**
     * READ KEYS and READ FULL STATUS list registrations in the order in which they were made; else by port. It shows which are in an answer that
     * is cut.
     */
    LISTS_BY_AGE,

    /**
     * A REGISTER that has nothing to do (not registered, service action key 0) counts in PRGENERATION. SPC-5 can be read either way;
     * LIO and SPDK do not count it, SCST and tgt do.
     */
    COUNT_IDLE_REGISTER,

    /**
     * TAS: a task aborted by another nexus ends with TASK ABORTED. Without it the task never answers, its sender sees a time-out, and
     * unit attention 2F/00 follows (SAM-5, 5.3.1). Affects PREEMPT AND ABORT.
     */
    TASK_ABORTED_STATUS
}
