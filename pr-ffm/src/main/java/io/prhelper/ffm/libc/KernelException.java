// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.io.IOException;

/** A system call failed: names the call, its argument and the errno. Interrupted calls are repeated before it comes to this. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * The call failed.
     *
     * @param call the function, such as {@code bind}
     * @param argument what it was called on, such as a path
     * @param result the wrapper's result, {@code -errno}
     */
    public KernelException(String call, String argument, int result) {
        super(call + "(" + argument + "): " + Errno.text(-result) + " (" + Errno.name(-result) + ")");
        errno = -result;
    }

    /** The errno, positive. */
    public int errno() {
        return errno;
    }

    /** {@code Permission denied}. */
    public String text() {
        return Errno.text(errno);
    }

    /** True if the call failed with that error. */
    public boolean is(Errno error) {
        return error.code() == errno;
    }

    /** The result, where it is no error. */
    public static int check(String call, String argument, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, argument, result);
        }
        return result;
    }
}
