// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import static io.prhelper.testkit.oracle.Operation.*;

import java.util.EnumSet;
import java.util.Set;

/** Operations that a row of the tables names together. */
enum OperationGroup {
    /** PERSISTENT RESERVE OUT. */
    RESERVE_OUT,
    /** PERSISTENT RESERVE IN. */
    RESERVE_IN,
    /** The commands that neither report a unit attention nor meet any reservation. */
    FREE,
    /** All other commands. */
    GUARDED,
    GUARDED_BUT_REPLACE_LOST,
    /** PERSISTENT RESERVE OUT with the basic list, and without registering. */
    BASIC,
    /** PERSISTENT RESERVE OUT for registrants only. */
    REGISTRANTS,
    /** Looks at SCOPE. */
    SCOPED,
    /** Looks at TYPE and refuses unknown ones. */
    TYPED,
    REGISTERING,
    PREEMPTING;

    Set<Operation> operations() {
        return switch (this) {
            case RESERVE_OUT -> EnumSet.range(REGISTER, UNKNOWN_OUT);
            case RESERVE_IN -> EnumSet.range(READ_KEYS, UNKNOWN_IN);
            case FREE -> EnumSet.of(INQUIRY, REQUEST_SENSE, REPORT_LUNS);
            case GUARDED -> without(EnumSet.range(REGISTER, UNIT_RELEASE), INQUIRY, REQUEST_SENSE, REPORT_LUNS);
            case GUARDED_BUT_REPLACE_LOST -> without(GUARDED.operations(), REPLACE_LOST);
            case BASIC -> EnumSet.of(RESERVE, RELEASE, CLEAR, PREEMPT, PREEMPT_AND_ABORT, REPLACE_LOST);
            case REGISTRANTS -> EnumSet.of(RESERVE, RELEASE, CLEAR, PREEMPT, PREEMPT_AND_ABORT, REGISTER_AND_MOVE);
            case SCOPED -> EnumSet.of(RESERVE, RELEASE, PREEMPT, PREEMPT_AND_ABORT, REPLACE_LOST);
            case TYPED -> EnumSet.of(RESERVE, PREEMPT, PREEMPT_AND_ABORT, REPLACE_LOST);
            case REGISTERING -> EnumSet.of(REGISTER, REGISTER_AND_IGNORE);
            case PREEMPTING -> EnumSet.of(PREEMPT, PREEMPT_AND_ABORT);
        };
    }

    private static Set<Operation> without(Set<Operation> all, Operation... fewer) {
        EnumSet<Operation> rest = EnumSet.copyOf(all);
        for (Operation operation : fewer) {
            rest.remove(operation);
        }
        return rest;
    }
}
