// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

/** Whom a row of the tables tells, never the sender. */
enum Audience {
    /** Registered before and not after. */
    REMOVED_OTHERS,
    /** Registered after. */
    OTHERS_LEFT
}
