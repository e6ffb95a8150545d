// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.errno;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** A system call failed: names the call, its argument and the errno. Interrupted calls are repeated before it comes to this. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The errno, positive. */
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

    /**
     * What failed and how.
     *
     * @return {@code connect(/run/x): Connection refused (ECONNREFUSED)}
     */
    public String sentence() {
        return requireNonNull(getMessage());
    }

    /**
     * What errno was.
     *
     * @return a positive number, of the processor's own table as far as {@link Errno} does not list it
     */
    public int errno() {
        return errno;
    }

    /**
     * What errno was, in words.
     *
     * @return {@code Permission denied}
     */
    public String text() {
        return Errno.text(errno);
    }

    /**
     * Whether it was that error.
     *
     * @param error one that may have been
     * @return true if the call failed with it
     */
    public boolean is(Errno error) {
        return error.code() == errno;
    }

    /**
     * The result, where it is no error.
     *
     * @param call the function, such as {@code bind}
     * @param argument what it was called on, such as a path
     * @param result the wrapper's result
     * @return the same, which is not negative
     * @throws KernelException if it is {@code -errno}
     */
    public static int check(String call, String argument, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, argument, result);
        }
        return result;
    }
}
