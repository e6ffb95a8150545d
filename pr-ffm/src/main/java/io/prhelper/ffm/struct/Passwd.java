// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

/**
 * {@code struct passwd}: a user, of which the id is read ({@code pwd.h}; getpwnam_r(3)).
 *
 * <pre>
 *    16  pw_uid           int   user id
 * </pre>
 */
public final class Passwd extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 48;

    static final int PW_UID = 16;

    /** To be filled in. */
    public Passwd() {
        super(SIZE);
    }

    /** The id, to be read as unsigned. */
    public int id() {
        return buffer().getInt(PW_UID);
    }
}
