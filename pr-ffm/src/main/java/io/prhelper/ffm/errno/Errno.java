// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.errno;

import org.jspecify.annotations.Nullable;

/** The errno values of Linux that the project speaks of ({@code asm-generic/errno-base.h}, {@code errno.h}; errno(3)). */
public enum Errno {
    /** Operation not permitted. */
    EPERM(1, "Operation not permitted"),
    /** No such file or directory. */
    ENOENT(2, "No such file or directory"),
    /** No such process. */
    ESRCH(3, "No such process"),
    /** Interrupted system call. */
    EINTR(4, "Interrupted system call"),
    /** Input/output error. */
    EIO(5, "Input/output error"),
    /** No such device or address. */
    ENXIO(6, "No such device or address"),
    /** Bad file descriptor. */
    EBADF(9, "Bad file descriptor"),
    /** No child processes. */
    ECHILD(10, "No child processes"),
    /** Resource temporarily unavailable. */
    EAGAIN(11, "Resource temporarily unavailable"),
    /** Cannot allocate memory. */
    ENOMEM(12, "Cannot allocate memory"),
    /** Permission denied. */
    EACCES(13, "Permission denied"),
    /** Bad address. */
    EFAULT(14, "Bad address"),
    /** Device or resource busy. */
    EBUSY(16, "Device or resource busy"),
    /** File exists. */
    EEXIST(17, "File exists"),
    /** No such device. */
    ENODEV(19, "No such device"),
    /** Not a directory. */
    ENOTDIR(20, "Not a directory"),
    /** Is a directory. */
    EISDIR(21, "Is a directory"),
    /** Invalid argument. */
    EINVAL(22, "Invalid argument"),
    /** Too many open files in system. */
    ENFILE(23, "Too many open files in system"),
    /** Too many open files. */
    EMFILE(24, "Too many open files"),
    /** Inappropriate ioctl for device. */
    ENOTTY(25, "Inappropriate ioctl for device"),
    /** File too large. */
    EFBIG(27, "File too large"),
    /** No space left on device. */
    ENOSPC(28, "No space left on device"),
    /** Read-only file system. */
    EROFS(30, "Read-only file system"),
    /** Broken pipe. */
    EPIPE(32, "Broken pipe"),
    /** Numerical argument out of domain. */
    EDOM(33, "Numerical argument out of domain"),
    /** Numerical result out of range. */
    ERANGE(34, "Numerical result out of range"),
    /** File name too long. */
    ENAMETOOLONG(36, "File name too long"),
    /** Function not implemented. */
    ENOSYS(38, "Function not implemented"),
    /** Too many levels of symbolic links. */
    ELOOP(40, "Too many levels of symbolic links"),
    /** Invalid exchange. */
    EBADE(52, "Invalid exchange"),
    /** No data available. */
    ENODATA(61, "No data available"),
    /** Socket operation on non-socket. */
    ENOTSOCK(88, "Socket operation on non-socket"),
    /** Protocol wrong type for socket. */
    EPROTOTYPE(91, "Protocol wrong type for socket"),
    /** Protocol not available. */
    ENOPROTOOPT(92, "Protocol not available"),
    /** Operation not supported. */
    EOPNOTSUPP(95, "Operation not supported"),
    /** Address already in use. */
    EADDRINUSE(98, "Address already in use"),
    /** Network is down. */
    ENETDOWN(100, "Network is down"),
    /** Software caused connection abort. */
    ECONNABORTED(103, "Software caused connection abort"),
    /** Connection reset by peer. */
    ECONNRESET(104, "Connection reset by peer"),
    /** No buffer space available. */
    ENOBUFS(105, "No buffer space available"),
    /** Transport endpoint is not connected. */
    ENOTCONN(107, "Transport endpoint is not connected"),
    /** Connection timed out. */
    ETIMEDOUT(110, "Connection timed out"),
    /** Connection refused. */
    ECONNREFUSED(111, "Connection refused"),
    /** Remote I/O error. */
    EREMOTEIO(121, "Remote I/O error"),
    /** No medium found. */
    ENOMEDIUM(123, "No medium found");

    /** By their numbers; those that are not listed are null. */
    private static final @Nullable Errno[] BY_CODE = new Errno[ENOMEDIUM.code + 1];

    static {
        for (Errno errno : values()) {
            BY_CODE[errno.code] = errno;
        }
    }

    private final int code;
    private final String text;

    Errno(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** {@return the number, as errno has it} */
    public int code() {
        return code;
    }

    /**
     * True if a wrapper's result is this error.
     *
     * @param result of a wrapper
     * @return whether it is minus that number
     */
    public boolean is(int result) {
        return result == -code;
    }

    /**
     * The one with that number; null if it is not listed.
     *
     * @param code a number
     * @return the error
     */
    public static @Nullable Errno of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /**
     * {@code Permission denied}, as strerror(3) in the C locale; {@code Unknown error 999} for others.
     *
     * @param code a number
     * @return the words
     */
    public static String text(int code) {
        Errno known = of(code);
        return known == null ? "Unknown error " + code : known.text;
    }

    /**
     * {@code EACCES}, or the number of one that is not listed.
     *
     * @param code a number
     * @return the name
     */
    public static String name(int code) {
        Errno known = of(code);
        return known == null ? Integer.toString(code) : known.name();
    }
}
