// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/**
 * A way in which a target that is in use departs from the standard; all are off in {@link TargetProfile#STRICT_SPC5}. Each names what
 * it affects; the profiles name who does it.
 */
public enum Deviation implements Trait {
    /** RESERVE, RELEASE, CLEAR, REGISTER AND MOVE of an unregistered nexus while nothing is reserved: 02/08/00 for RESERVATION CONFLICT. */
    UNREGISTERED_IS_COMMUNICATION_FAILURE,

    /** RELEASE and CLEAR of an unregistered nexus: 02/00/00 for RESERVATION CONFLICT. */
    UNREGISTERED_IS_NOT_READY,

    /** REGISTER AND MOVE while nothing is reserved: 05/24/00 also for an unregistered nexus. */
    MOVE_LOOKS_FOR_RESERVATION_FIRST,

    /**
     * While a reservation is held, a PERSISTENT RESERVE OUT of a nexus that does not hold it is let through or not before its list and its
     * service action are looked at: REGISTER* always; RESERVE and REGISTER AND MOVE of a registrant that the type admits; RELEASE, CLEAR and
     * PREEMPT* of a registrant, or without a list under a write exclusive type; all else is a RESERVATION CONFLICT. Of an all registrants type
     * only the nexus that made the reservation holds it here.
     */
    OUT_CHECKED_AGAINST_RESERVATION,

    /**
     * PERSISTENT RESERVE OUT of an unregistered nexus, but REGISTER*, is a RESERVATION CONFLICT before list and service action are looked at;
     * what looks at TYPE and SCOPE before comes before that.
     */
    REGISTRATION_CHECKED_FIRST,

    /** PERSISTENT RESERVE OUT without a parameter list: GOOD, nothing done. */
    EMPTY_LIST_IS_GOOD,

    /** Unknown service actions of PERSISTENT RESERVE OUT are refused after the list was looked at. */
    UNKNOWN_ACTION_CHECKED_LATE,

    /** RESERVE and PREEMPT* look at TYPE before they look for the registration. */
    TYPE_CHECKED_BEFORE_REGISTRATION,

    /** RESERVE and PREEMPT* look at SCOPE before they look for the registration: 05/24/00. */
    SCOPE_CHECKED_BEFORE_REGISTRATION,

    /** RELEASE of a holder with another type: RESERVATION CONFLICT for 05/26/04. */
    RELEASE_MISMATCH_IS_CONFLICT,

    /** RELEASE looks at the key only of a holder: another registrant gets GOOD with any key. */
    RELEASE_KEY_CHECKED_LATE,

    /** RELEASE looks at the key only while something is reserved. */
    RELEASE_KEY_CHECKED_IF_RESERVED,

    /** RELEASE compares type and key with those of the reservation, before it asks who holds it: 05/24/00 where they differ. */
    RELEASE_COMPARED_WITH_RESERVATION,

    /** RESERVE does not look at the key. */
    RESERVE_KEY_NOT_CHECKED,

    /** RELEASE compares SCOPE with the reservation's, as it does with TYPE: GOOD where nothing is held, else 05/26/04. */
    RELEASE_SCOPE_COMPARED,

    /** SCOPE other than LU_SCOPE: 05/26/00 for 05/24/00. */
    SCOPE_REFUSED_AS_LIST,

    /** SCOPE other than LU_SCOPE is refused in REGISTER AND MOVE too. */
    SCOPE_CHECKED_FOR_MOVE,

    /** A parameter list of the wrong length: 05/26/00 for 05/1A/00. */
    LIST_LENGTH_REFUSED_AS_LIST,

    /** A parameter list of the wrong length: 05/24/00 for 05/1A/00. */
    LIST_LENGTH_REFUSED_AS_CDB,

    /**
     * SPEC_I_PT is refused in all service actions but REGISTER before the list's length is looked at; REGISTER looks at the list only when it
     * has something to register, and any mistake in it is 05/26/00.
     */
    PORT_LIST_CHECKED_LATE,

    /** SPEC_I_PT and REGISTER AND MOVE register whatever port they name, one that the target does not know too. */
    UNKNOWN_PORTS_REGISTERED,

    /**
     * An iSCSI port is named with the bytes of its session identifier in reversed order and without leading zeros: READ FULL STATUS shows it
     * so, and SPEC_I_PT and REGISTER AND MOVE mean it only with these very bytes.
     */
    SESSIONS_REVERSED,

    /** A registration through one target port takes the place of the one that the same initiator port has through another. */
    ONE_REGISTRATION_PER_INITIATOR,

    /** An iSCSI name without a session is no port that SPEC_I_PT could mean: 05/26/00. */
    NAME_MATCHES_NO_SESSION,

    /** PRGENERATION counts each registration that SPEC_I_PT makes, the sender's too. */
    LISTED_PORTS_COUNTED,

    /**
     * A registration stays as it was made: one with ALL_TG_PT is not changed or ended without the bit, 05/24/00, and has it when a reservation was
     * moved to it; one without does not get it.
     */
    ALL_TG_PT_STAYS,

    /** PRGENERATION does not count an unregistration. */
    UNREGISTER_NOT_COUNTED,

    /** PRGENERATION counts twice when a holder unregisters and the reservation ends. */
    HOLDER_UNREGISTER_COUNTED_TWICE,

    /** PRGENERATION counts each registration that CLEAR and PREEMPT remove; PREEMPT itself comes on top. */
    REMOVALS_COUNTED,

    /**
     * 2A/04 comes for the wrong types to the wrong nexuses: RELEASE of write exclusive and exclusive access, and the unregistration of a
     * holder whatever the type, establish it for every nexus of the unit but the registrant, the sender and unregistered ones included,
     * and that once for each registrant but the sender. So with one other registrant all hear of it but that one. RELEASE of the other types
     * establishes nothing.
     */
    RELEASE_ATTENTION_INVERTED,

    /** A unit attention that is already pending is queued once more (SAM-5, 5.14, queues it once). */
    ATTENTIONS_NOT_MERGED,

    /** A unit attention that ends a command takes with it all others that are pending for the nexus, untold (SAM-5, 5.14, tells each). */
    ATTENTION_TAKES_THE_OTHERS,

    /** REQUEST SENSE ends with the pending unit attention, as other commands do, but leaves it pending. */
    ATTENTION_ENDS_REQUEST_SENSE,

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

    /** PREEMPT with the sender's own key leaves the sender's registration while nothing is reserved. */
    PREEMPT_KEEPS_SENDER_UNRESERVED,

    /**
     * PREEMPT with the holder's key of another nexus that has the same key removes all that have it, the sender and the reservation too, and
     * ends with RESERVATION CONFLICT.
     */
    PREEMPT_OF_SHARED_KEY_CONFLICTS,

    /** A holder that preempts itself removes nobody else with its key. */
    PREEMPT_OF_ITSELF_REMOVES_NOBODY,

    /**
     * The reservation keeps the key that its holder had when it made it: READ RESERVATION shows it, RELEASE and PREEMPT compare with it.
     */
    RESERVATION_KEEPS_KEY,

    /** PREEMPT with the sender's own key leaves the sender's registration under an all registrants type. */
    PREEMPT_KEEPS_SENDER_OF_ALL_REGISTRANTS,

    /** CLEAR ends what APTPL has begun: PTPL_A is 0. */
    CLEAR_ENDS_PERSISTENCE,

    /** PREEMPT with service action key 0 while a type other than all registrants is held: 05/24/00 for 05/26/00. */
    PREEMPT_ZERO_REFUSED_AS_CDB,

    /**
     * PREEMPT looks at SCOPE and TYPE only where it takes the reservation over. tgt does not look at them there either, and holds a
     * reservation of a type that does not exist; the simulation refuses that with 05/24/00.
     */
    PREEMPT_TYPE_CHECKED_LATE,

    /** PREEMPT with the sender's own key leaves the sender's registration, also where it takes nothing over. */
    PREEMPT_KEEPS_SENDER,

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

    /**
     * REGISTER AND MOVE looks at service action key, list length and destination after it looked for the registration and before it looks for
     * the reservation; any mistake there is 05/26/00.
     */
    MOVE_DESTINATION_CHECKED_FIRST,

    /**
     * REGISTER AND MOVE writes the scope of the reservation into the registration that loses it, and wrong. When another move gives the
     * reservation back to that registration, RELEASE of it and RESERVE are a RESERVATION CONFLICT, and PREEMPT with the same type tells the
     * others 2A/04.
     */
    MOVE_LEAVES_SCOPE_BEHIND,

    /** REGISTER AND MOVE with service action key 0: 05/24/00 for 05/26/00. */
    MOVE_ZERO_REFUSED_AS_CDB,

    /**
     * REGISTER AND MOVE of a holder, of an all registrants type too, finds no port whatever its TransportID: 05/24/00; with service
     * action key 0: RESERVATION CONFLICT.
     */
    MOVE_FINDS_NO_PORT,

    /**
     * Registrations are a list, and the reservation is a key and a port beside it, with rules of their own; seen on istgt 0.4~20111008 and read
     * in its istgt_lu_disk.c:
     *
     * <ul>
     *   <li>A registration that ends leaves its key in the list: those made after it take the key of the one before, the last key is gone. A
     *       REGISTER of a registrant ends its registration and makes a new one at the end.
     *   <li>Key 0 passes for the key of any registrant; CLEAR and PREEMPT look at no key before they know what to do.
     *   <li>The reservation keeps its key and outlives its holder's registration; who has that key passes for the holder. READ RESERVATION shows its key for
     *       the all registrants types too. RESERVE with key 0 reserves nothing.
     *   <li>RESERVE of the holder: GOOD, whatever the type. RELEASE of anybody else: 05/26/04.
     *   <li>PREEMPT ends the victims' registrations, the sender's own too, as above; so the victim's key may be the one that stays. A key that
     *       nobody has: GOOD. Key 0: with nothing held, every other registration ends; under an all registrants type, nobody's.
     *   <li>PRGENERATION counts registrations, takeovers, and other PREEMPTs only where nothing or an all registrants type is held; not CLEAR,
     *       not unregistering.
     *   <li>A list of more than 24 bytes is taken as one of 24; fewer: 05/24/00. APTPL of REGISTER*: 05/26/00. SPEC_I_PT with ports: 05/26/00, of a
     *       registrant and in REGISTER AND IGNORE EXISTING KEY: 05/24/00. TYPE and SCOPE are looked at last.
     *   <li>PREEMPT AND ABORT aborts the tasks of the former holder when it takes over, and no others (read). REGISTER AND MOVE is unknown.
     * </ul>
     */
    KEYS_IN_A_LIST,

    /** REPORT CAPABILITIES: TMV is 0, no type is named; all six are there. */
    CAPABILITIES_SILENT_ON_TYPES,

    /** READ FULL STATUS: the TransportID of an iSCSI port is the text {@code name,i,0xISID} alone, without header, end and padding. */
    FULL_STATUS_BARE_NAMES,

    /** REPORT CAPABILITIES: ALLOW COMMANDS is 101b. */
    CAPABILITIES_ALLOW_COMMANDS,

    /** REPORT CAPABILITIES: ALLOW COMMANDS is 000b, no information. */
    CAPABILITIES_SILENT_ON_COMMANDS,

    /** READ KEYS: ADDITIONAL LENGTH counts only the keys that are in the answer. */
    KEYS_LENGTH_CUT,

    /** READ KEYS: an answer that is cut ends with a whole key. */
    KEYS_CUT_AFTER_KEY,

    /** READ KEYS: an answer that is cut has whole keys, then zeros. */
    KEYS_CUT_WHOLE,

    /** READ RESERVATION: key, scope and type are zeros where the allocation length is below 22. */
    RESERVATION_WHOLE_OR_ZERO,

    /** READ RESERVATION of a reservation with an allocation length below 24: 05/24/00. */
    SHORT_RESERVATION_REFUSED,

    /** REPORT CAPABILITIES with an allocation length below 6: 05/24/00; from 6 on never. */
    SHORT_CAPABILITIES_REFUSED,

    /** PERSISTENT RESERVE IN with an allocation length below 8: 05/24/00. */
    SHORT_ALLOCATION_REFUSED,

    /** PERSISTENT RESERVE IN with an allocation length below 8: GOOD without data. */
    SHORT_ALLOCATION_EMPTY,

    /** READ FULL STATUS: ADDITIONAL LENGTH counts only whole descriptors that are in the answer. */
    FULL_STATUS_LENGTH_CUT,

    /**
     * READ FULL STATUS: a descriptor is in the answer while the lengths of those before it and of its TransportID fit into the allocation
     * length; ADDITIONAL LENGTH counts these only.
     */
    FULL_STATUS_STOPS_EARLY,

    /** READ FULL STATUS: keys and relative target ports have their bytes in reversed order. */
    FULL_STATUS_BYTES_SWAPPED,

    /** READ FULL STATUS: relative target ports are 0. */
    FULL_STATUS_HIDES_PORTS,

    /** READ FULL STATUS: initiator ports are those of parallel SCSI, by number. */
    FULL_STATUS_NUMBERS_INITIATORS,

    /** READ FULL STATUS: the relative target port of a registration with ALL_TG_PT is 0. */
    FULL_STATUS_HIDES_PORT_OF_ALL_TG_PT,

    /** READ FULL STATUS is unknown: 05/24/00. */
    NO_FULL_STATUS,

    /** READ FULL STATUS never shows ALL_TG_PT. */
    FULL_STATUS_HIDES_ALL_TG_PT,

    /** READ FULL STATUS leaves out a descriptor that would end exactly at the allocation length. */
    FULL_STATUS_EXACT_FIT_DROPPED,

    /** SPEC_I_PT, ALL_TG_PT and APTPL in RESERVE: 05/24/00, before the registration is looked at; in RELEASE, CLEAR and PREEMPT* they are ignored. */
    OPTION_BITS_REFUSED_IN_RESERVE,

    /** ALL_TG_PT in RESERVE, RELEASE, CLEAR and PREEMPT*, where the standard ignores it: 05/26/00. */
    ALL_TG_PT_REFUSED_AS_LIST,

    /**
     * SPEC_I_PT, ALL_TG_PT, APTPL in any service action but REGISTER AND MOVE: 05/24/00, before registration and key are looked at.
     */
    OPTION_BITS_REFUSED_FIRST,

    /** SPC-2 RESERVE and RELEASE are executed as if there were no registrations and no persistent reservation. */
    UNIT_RESERVE_BESIDE_REGISTRATIONS,

    /** PERSISTENT RESERVE of other nexuses is executed while an SPC-2 RESERVE has the unit. */
    UNIT_RESERVE_ADMITS_PERSISTENT_RESERVE,

    /** RESERVE(10) and RELEASE(10) are unknown: 05/20/00. */
    NO_RESERVE_10,

    /** SPEC_I_PT, ALL_TG_PT and APTPL that are not supported: 05/24/00 for 05/26/00. */
    UNSUPPORTED_BITS_REFUSED_AS_CDB,

    /**
     * SPC-2 RESERVE and RELEASE beside a persistent reservation: GOOD without effect only from the nexus that made it, whatever the type.
     */
    UNIT_COMMANDS_EXEMPT_MAKER_ONLY,

    /** TEST UNIT READY of other nexuses is executed while an SPC-2 RESERVE has the unit. */
    UNIT_RESERVE_ADMITS_TEST_UNIT_READY,

    /** The all registrants types keep nobody from the medium. */
    ALL_REGISTRANTS_ADMIT_EVERYBODY,

    /** SPC-2 RESERVE keeps REQUEST SENSE and REPORT LUNS of other nexuses out: RESERVATION CONFLICT. */
    UNIT_RESERVE_STOPS_FREE_COMMANDS
}
