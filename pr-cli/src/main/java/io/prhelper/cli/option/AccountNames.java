// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.OptionalInt;

/** The system's user and group data base, as far as the command line needs it. */
public interface AccountNames {
    /** The id of the user {@code name}, or empty where there is none. */
    OptionalInt userId(String name);

    /** The id of the group {@code name}, or empty where there is none. */
    OptionalInt groupId(String name);
}
