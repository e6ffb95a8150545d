// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.util.Locale;

/** What the player can send a descriptor of. */
public enum Descriptor {
    /** The first node, open for reading and writing. */
    A,
    /** The second node, open for reading and writing. */
    B,
    /** The first node, open for reading. */
    A_READ_ONLY,
    /** The first node, named but not open (O_PATH). */
    A_NAME_ONLY,
    /** {@code /dev/null}: a character device that is not SCSI. */
    NULL_DEVICE,
    /** A file in memory. */
    REGULAR_FILE,
    /** The directory {@code /}. */
    DIRECTORY,
    /** A named pipe. */
    PIPE,
    /** A connected socket. */
    SOCKET;

    /** {@return the name as it stands in a transcript, {@code a-read-only}} */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
