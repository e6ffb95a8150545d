// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.io.Serial;

/** The command line has an option that there is not, or one without its argument. The message names it. */
public final class UsageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String message;

    UsageException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
