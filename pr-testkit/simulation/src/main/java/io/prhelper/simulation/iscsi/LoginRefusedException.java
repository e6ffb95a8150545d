// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.io.IOException;
import java.io.Serial;

/** A target does not let an initiator in, or an initiator was not let in. */
final class LoginRefusedException extends IOException {
    /** Status class and detail (RFC 7143, 11.13.5). */
    static final int INITIATOR_ERROR = 0x0200;

    static final int NOT_AUTHENTICATED = 0x0201;
    static final int NOT_FOUND = 0x0203;
    static final int UNSUPPORTED_VERSION = 0x0205;
    static final int TOO_MANY_CONNECTIONS = 0x0206;
    static final int MISSING_PARAMETER = 0x0207;
    static final int NO_SUCH_SESSION_TYPE = 0x0209;
    static final int NO_SUCH_SESSION = 0x020a;
    static final int OUT_OF_RESOURCES = 0x0302;

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    LoginRefusedException(int status, String reason) {
        super(String.format("login refused with status %04xh: %s", status, reason));
        this.status = status;
    }

    int status() {
        return status;
    }
}
