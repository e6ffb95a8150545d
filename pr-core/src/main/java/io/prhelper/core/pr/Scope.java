// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Scopes of a persistent reservation (SPC-5, 6.16.3.3); all codes but one are obsolete or reserved. */
public enum Scope {
    /** The whole logical unit. */
    LOGICAL_UNIT(0x0);

    private final int code;

    Scope(int code) {
        this.code = code;
    }

    /** {@return the SCOPE field, four bits} */
    public int code() {
        return code;
    }

    /**
     * The scope that a code stands for.
     *
     * @param code the SCOPE field, 0 to Fh
     * @return empty where SPC-5 defines none
     */
    public static Optional<Scope> of(int code) {
        return code == LOGICAL_UNIT.code ? Optional.of(LOGICAL_UNIT) : Optional.empty();
    }
}
