// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import java.io.Console;

/** Whether a person watches. */
final class Terminal {
    private Terminal() {}

    /** Whether standard input and output are one. */
    // There always is a console from JDK 22 on, which NullAway does not know.
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
