// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct sockaddr_un}: the address of a Unix socket (unix(7)).
 *
 * <pre>
 *   0  sun_family  short  AF_UNIX
 *   2  sun_path    char[108], NUL-terminated unless it is full
 * </pre>
 */
public final class SockaddrUn extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 110;

    /** The longest path, in bytes: the kernel takes the end of the struct for its end, unix(7), BUGS. */
    public static final int MAX_PATH = 108;

    static final int SUN_FAMILY = 0;
    static final int SUN_PATH = 2;

    private final int length;

    /**
     * The address with that path.
     *
     * @throws IllegalArgumentException if the path is empty or over 108 bytes
     */
    public SockaddrUn(byte[] path) {
        super(SIZE);
        if (path.length == 0 || path.length > MAX_PATH) {
            throw new IllegalArgumentException("a socket path has 1 to 108 bytes, not " + path.length);
        }
        buffer().putShort(SUN_FAMILY, (short) Flags.AF_UNIX);
        buffer().put(SUN_PATH, path);
        length = SUN_PATH + path.length;
    }

    /** Bytes in use: an abstract name, which begins with NUL, is told from a longer one by this only. */
    public int length() {
        return length;
    }
}
