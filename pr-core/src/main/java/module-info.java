// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/**
 * Persistent reservations as bytes and rules: SCSI status and sense, the codecs of PERSISTENT RESERVE IN and OUT, and the
 * helper protocol as machines without I/O.
 */
@NullMarked
module io.prhelper.core {
    requires static transitive org.jspecify;

    exports io.prhelper.core.multipath;
    exports io.prhelper.core.pr;
    exports io.prhelper.core.protocol;
    exports io.prhelper.core.scsi;
}
