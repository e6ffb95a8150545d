// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

/** What a row of the tables changes. "Ports" as in {@link Condition}. */
enum Effect {
    /** Each port gets the service action key. */
    REGISTER_PORTS,
    /** Each listed port that is not registered gets it, through the same target ports. */
    REGISTER_LISTED,
    REGISTER_SENDER,
    UNREGISTER_PORTS,
    UNREGISTER_SENDER,
    UNREGISTER_ALL,
    UNREGISTER_OTHERS,
    /** All that have the service action key. */
    UNREGISTER_VICTIMS,
    UNREGISTER_OTHER_VICTIMS,
    REGISTER_DESTINATION,
    MOVE_TO_DESTINATION,
    /** The sender holds with the command's type. */
    HOLD,
    /** Nothing is reserved any more. */
    RELEASE,
    /** PTPL_A becomes what APTPL says. */
    FOLLOW_APTPL,
    LOSE_INFORMATION,
    RECOVER,
    RESERVE_UNIT,
    RELEASE_UNIT,
    ZERO_GENERATION,
    /** Each nexus has 29/00 pending and nothing else. */
    RESET_ATTENTIONS
}
