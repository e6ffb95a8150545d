// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

/** What a row of the tables asks of a {@link Situation}. "Ports" are the sender's nexuses: with ALL_TG_PT one through each target port. */
enum Condition {
    ALWAYS,
    /** The sender has a unit attention pending. */
    ATTENTION_PENDING,
    INFORMATION_LOST,
    /** The unit is reserved by SPC-2 RESERVE. */
    UNIT_RESERVED,
    UNIT_RESERVED_BY_ANOTHER,
    NOBODY_REGISTERED,
    /** Compatible reservation handling ends SPC-2 RESERVE and RELEASE with GOOD. */
    UNIT_COMMANDS_EXEMPT,
    LIST_BELOW_24,
    LIST_BELOW_28,
    /** The list is as long as what it says is in it. */
    LIST_LENGTH_RIGHT,
    SPEC_I_PT,
    ALL_LISTED_KNOWN,
    REGISTERED,
    KEY_RIGHT,
    KEY_ZERO,
    A_PORT_UNREGISTERED,
    A_PORT_WITH_ANOTHER_KEY,
    NO_PORT_REGISTERED,
    /** Without the ports the reservation has no holder. */
    ENDS_RESERVATION,
    SCOPE_UNIT,
    TYPE_KNOWN,
    RESERVED,
    /** The sender holds the reservation, alone or with all registrants. */
    HOLDER,
    /** The command's type is the reservation's. */
    SAME_TYPE,
    /** The reservation is of a registrants only type. */
    REGISTRANTS_ONLY,
    /** The reservation is of an all registrants type. */
    ALL_REGISTRANTS,
    SARK_ZERO,
    /** No registration has the service action reservation key. */
    SARK_UNMATCHED,
    /** Each registration has it. */
    SARK_OF_ALL,
    /** The holder has it, and holds alone. */
    SARK_OF_HOLDER,
    /** The list names a port that there is, and not the sender's. */
    DESTINATION_RIGHT,
    UNREG,
    READ_ALLOWED,
    WRITE_ALLOWED,
    /** PTPL_A. */
    PERSISTENT
}
