// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.io.Serial;

/** An option's value cannot be used. The message names the value. */
public final class RejectedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String message;

    /** A value is rejected for the reason in {@code message}. */
    public RejectedException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
