// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.option.Settings;

/** Start-up, in the order of the manual. */
final class Startup {
    private Startup() {}

    static int run(Program program, Settings settings) {
        Messages messages = new Messages(program, settings.verbosity());
        for (String word : settings.ignored()) {
            messages.warning("argument '" + word + "' is ignored");
        }
        messages.fatal("serving " + settings.socket().path() + " is not part of this build");
        return 1;
    }
}
