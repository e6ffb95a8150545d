// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

/** What a command line asks for. */
public sealed interface Intent {
    /** Serve with these settings. */
    record Serve(Settings settings) implements Intent {}

    /** Show something and end. */
    enum Show implements Intent {
        HELP,
        VERSION,
        TRACE_EVENTS
    }
}
