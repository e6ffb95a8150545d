// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import java.util.Locale;

/** How a check came out, from best to worst. */
public enum Result {
    /** As it should be. */
    PASS(0),
    /** It does not apply here, or could not be looked at. */
    SKIPPED(0),
    /** It may go wrong. */
    WARNING(3),
    /** It does not work so. */
    FAILURE(4);

    private final int status;

    Result(int status) {
        this.status = status;
    }

    /** The exit status where nothing is worse. */
    public int status() {
        return status;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
