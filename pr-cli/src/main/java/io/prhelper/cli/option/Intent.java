// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

/** What a command line asks for. */
public sealed interface Intent {
    /** Serve with these settings. */
    record Serve(Settings settings) implements Intent {}

    /** Show the help. */
    record Help() implements Intent {}

    /** Show the version. */
    record Version() implements Intent {}

    /** List the names of the trace events. */
    record TraceEvents() implements Intent {}
}
