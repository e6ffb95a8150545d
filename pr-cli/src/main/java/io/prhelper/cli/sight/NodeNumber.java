// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The number of the device that a node stands for, as the C library has it in {@code st_rdev}.
 *
 * @param block a block device's, else a character device's
 * @param major of the driver
 * @param minor of the device
 */
public record NodeNumber(boolean block, long major, long minor) {
    /** inode(7). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFBLK = 0060000;
    private static final int S_IFCHR = 0020000;

    /**
     * Of what a path leads to; empty where that is no device.
     *
     * @throws IOException if there is no such file; the message names it
     */
    public static Optional<NodeNumber> of(Path node) throws IOException {
        int type = ((Number) Files.getAttribute(node, "unix:mode")).intValue() & S_IFMT;
        if (type != S_IFBLK && type != S_IFCHR) {
            return Optional.empty();
        }
        // makedev(3) of glibc: 12 and 20 bits of major, 8 and 24 of minor.
        long device = ((Number) Files.getAttribute(node, "unix:rdev")).longValue();
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return Optional.of(new NodeNumber(type == S_IFBLK, major, minor));
    }

    /** {@code 8:16}. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
