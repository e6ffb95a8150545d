// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

/** The system's user and group data base, as far as the command line needs it. */
public interface Accounts {
    /** The answer for a name that there is not. */
    int UNKNOWN = -1;

    /** The id of the user {@code name}, or {@link #UNKNOWN}. */
    int userId(String name);

    /** The id of the group {@code name}, or {@link #UNKNOWN}. */
    int groupId(String name);
}
