// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/**
 * A way in which a target that is in use departs from the standard; all are off in {@link TargetProfile#STRICT_SPC5}. Each names what
 * it affects; the profiles name who does it.
 */
public enum Deviation {
    /** RESERVE, RELEASE, CLEAR, REGISTER AND MOVE of an unregistered nexus while nothing is reserved: 02/08/00 for RESERVATION CONFLICT. */
    UNREGISTERED_IS_COMMUNICATION_FAILURE,

    /** RELEASE and CLEAR of an unregistered nexus: 02/00/00 for RESERVATION CONFLICT. */
    UNREGISTERED_IS_NOT_READY,

    /** REGISTER AND MOVE while nothing is reserved: 05/24/00 also for an unregistered nexus. */
    MOVE_LOOKS_FOR_RESERVATION_FIRST,

    /** RELEASE of a holder with another type: RESERVATION CONFLICT for 05/26/04. */
    RELEASE_MISMATCH_IS_CONFLICT,

    /** RELEASE looks at the key only of a holder: another registrant gets GOOD with any key. */
    RELEASE_KEY_CHECKED_LATE,

    /** RELEASE compares type and key with those of the reservation, before it asks who holds it: 05/24/00 where they differ. */
    RELEASE_COMPARED_WITH_RESERVATION,

    /** RESERVE does not look at the key. */
    RESERVE_KEY_NOT_CHECKED,

    /** SCOPE other than LU_SCOPE: 05/26/00 for 05/24/00. */
    SCOPE_REFUSED_AS_LIST,

    /** SCOPE other than LU_SCOPE is refused in REGISTER AND MOVE too. */
    SCOPE_CHECKED_FOR_MOVE,

    /** A parameter list of the wrong length: 05/26/00 for 05/1A/00. */
    LIST_LENGTH_REFUSED_AS_LIST,

    /** A parameter list of the wrong length: 05/24/00 for 05/1A/00. */
    LIST_LENGTH_REFUSED_AS_CDB,

    /** PRGENERATION does not count an unregistration. */
    UNREGISTER_NOT_COUNTED,

    /** PRGENERATION counts twice when a holder unregisters and the reservation ends. */
    HOLDER_UNREGISTER_COUNTED_TWICE,

    /** PRGENERATION counts each registration that CLEAR and PREEMPT remove; PREEMPT itself comes on top. */
    REMOVALS_COUNTED,

    /** RELEASE tells the other registrants 2A/04 for write exclusive and exclusive access, and not for the other types. */
    RELEASE_ATTENTION_INVERTED,

    /** No unit attention follows any service action. */
    NO_ATTENTIONS,

    /** PREEMPT tells removed registrants 2A/03 for 2A/05. */
    PREEMPT_ATTENTION_AS_CLEAR,

    /** PREEMPT with a key that nobody has: GOOD for RESERVATION CONFLICT. */
    PREEMPT_UNMATCHED_IS_GOOD,

    /** PREEMPT with service action key 0 while nothing is reserved: GOOD for 05/26/00. */
    PREEMPT_ZERO_UNRESERVED_IS_GOOD,

    /** PREEMPT with service action key 0 while nothing is reserved: RESERVATION CONFLICT for 05/26/00. */
    PREEMPT_ZERO_UNRESERVED_IS_CONFLICT,

    /** PREEMPT with the key of the nexus that made an all registrants reservation takes the reservation over. */
    PREEMPT_NOMINAL_HOLDER_TAKES_OVER,

    /**
     * PREEMPT with the key of the nexus that made an all registrants reservation leaves the reservation behind for good: it outlives its
     * last registrant, until CLEAR.
     */
    PREEMPT_NOMINAL_HOLDER_DANGLES,

    /** PREEMPT AND ABORT aborts nothing unless it takes a reservation over. */
    ABORT_ONLY_WITH_TAKEOVER,

    /** PREEMPT AND ABORT is unknown: 05/24/00. */
    NO_PREEMPT_AND_ABORT,

    /** REGISTER AND MOVE is unknown: 05/24/00. */
    NO_REGISTER_AND_MOVE,

    /** REGISTER AND MOVE of a registrant that does not hold the reservation: GOOD without effect, for RESERVATION CONFLICT. */
    MOVE_OF_OTHERS_IS_GOOD,

    /** REGISTER AND MOVE with service action key 0: 05/24/00 for 05/26/00. */
    MOVE_ZERO_REFUSED_AS_CDB,

    /** READ KEYS: ADDITIONAL LENGTH counts only the keys that are in the answer. */
    KEYS_LENGTH_CUT,

    /** PERSISTENT RESERVE IN with an allocation length below 8: 05/24/00. */
    SHORT_ALLOCATION_REFUSED,

    /** PERSISTENT RESERVE IN with an allocation length below 8: GOOD without data. */
    SHORT_ALLOCATION_EMPTY,

    /** READ FULL STATUS: ADDITIONAL LENGTH counts only whole descriptors that are in the answer. */
    FULL_STATUS_LENGTH_CUT,

    /** READ FULL STATUS is unknown: 05/24/00. */
    NO_FULL_STATUS,

    /** READ FULL STATUS never shows ALL_TG_PT. */
    FULL_STATUS_HIDES_ALL_TG_PT,

    /** READ FULL STATUS leaves out a descriptor that would end exactly at the allocation length. */
    FULL_STATUS_EXACT_FIT_DROPPED,

    /** ALL_TG_PT in RESERVE, RELEASE, CLEAR and PREEMPT*, where the standard ignores it: 05/24/00. */
    ALL_TG_PT_REFUSED_AS_CDB,

    /** ALL_TG_PT in RESERVE, RELEASE, CLEAR and PREEMPT*, where the standard ignores it: 05/26/00. */
    ALL_TG_PT_REFUSED_AS_LIST,

    /** SPEC_I_PT, ALL_TG_PT and APTPL that are not supported: 05/24/00 for 05/26/00. */
    UNSUPPORTED_BITS_REFUSED_AS_CDB
}
