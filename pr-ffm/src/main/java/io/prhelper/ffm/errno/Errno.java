// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.errno;

import org.jspecify.annotations.Nullable;

/** The errno values of Linux that the project speaks of ({@code asm-generic/errno-base.h}, {@code errno.h}; errno(3)). */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    ESRCH(3, "No such process"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "Input/output error"),
    ENXIO(6, "No such device or address"),
    EBADF(9, "Bad file descriptor"),
    ECHILD(10, "No child processes"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EFAULT(14, "Bad address"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "File exists"),
    ENODEV(19, "No such device"),
    ENOTDIR(20, "Not a directory"),
    EISDIR(21, "Is a directory"),
    EINVAL(22, "Invalid argument"),
    ENFILE(23, "Too many open files in system"),
    EMFILE(24, "Too many open files"),
    ENOTTY(25, "Inappropriate ioctl for device"),
    EFBIG(27, "File too large"),
    ENOSPC(28, "No space left on device"),
    EROFS(30, "Read-only file system"),
    EPIPE(32, "Broken pipe"),
    EDOM(33, "Numerical argument out of domain"),
    ERANGE(34, "Numerical result out of range"),
    ENAMETOOLONG(36, "File name too long"),
    ENOSYS(38, "Function not implemented"),
    ELOOP(40, "Too many levels of symbolic links"),
    EBADE(52, "Invalid exchange"),
    ENODATA(61, "No data available"),
    ENOTSOCK(88, "Socket operation on non-socket"),
    EPROTOTYPE(91, "Protocol wrong type for socket"),
    ENOPROTOOPT(92, "Protocol not available"),
    EOPNOTSUPP(95, "Operation not supported"),
    EADDRINUSE(98, "Address already in use"),
    ENETDOWN(100, "Network is down"),
    ECONNABORTED(103, "Software caused connection abort"),
    ECONNRESET(104, "Connection reset by peer"),
    ENOBUFS(105, "No buffer space available"),
    ENOTCONN(107, "Transport endpoint is not connected"),
    ETIMEDOUT(110, "Connection timed out"),
    ECONNREFUSED(111, "Connection refused"),
    EREMOTEIO(121, "Remote I/O error"),
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

    /** The number, as errno has it. */
    public int code() {
        return code;
    }

    /** True if a wrapper's result is this error. */
    public boolean is(int result) {
        return result == -code;
    }

    /** The one with that number; null if it is not listed. */
    public static @Nullable Errno of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** {@code Permission denied}, as strerror(3) in the C locale; {@code Unknown error 999} for others. */
    public static String text(int code) {
        Errno known = of(code);
        return known == null ? "Unknown error " + code : known.text;
    }

    /** {@code EACCES}, or the number of one that is not listed. */
    public static String name(int code) {
        Errno known = of(code);
        return known == null ? Integer.toString(code) : known.name();
    }
}
