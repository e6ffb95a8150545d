// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.invoke.MethodHandle;

/** {@link FileCalls} of the C library. */
final class LinuxFileCalls implements FileCalls {
    // int open(const char *path, int flags, mode_t mode);
    private static final MethodHandle OPEN = Downcalls.link("open");

    // int close(int fd);
    private static final MethodHandle CLOSE = Downcalls.link("close");

    // int dup(int fd);
    private static final MethodHandle DUP = Downcalls.link("dup");

    // int dup2(int from, int to);
    private static final MethodHandle DUP2 = Downcalls.link("dup2");

    // int fcntl(int fd, int command, long argument);
    private static final MethodHandle FCNTL = Downcalls.link("fcntl");

    // int statx(int directory, const char *path, int flags, unsigned mask, struct statx *buffer);
    private static final MethodHandle STATX = Downcalls.link("statx");

    // ssize_t read(int fd, void *buffer, size_t length);
    private static final MethodHandle READ = Downcalls.link("read");

    // ssize_t write(int fd, const void *buffer, size_t length);
    private static final MethodHandle WRITE = Downcalls.link("write");

    // int unlink(const char *path);
    private static final MethodHandle UNLINK = Downcalls.link("unlink");

    // int renameat2(int fromDirectory, const char *from, int toDirectory, const char *to, unsigned flags);
    private static final MethodHandle RENAMEAT2 = Downcalls.link("renameat2");

    // int chmod(const char *path, mode_t mode);
    private static final MethodHandle CHMOD = Downcalls.link("chmod");

    // int chown(const char *path, uid_t owner, gid_t group);
    private static final MethodHandle CHOWN = Downcalls.link("chown");

    // int ftruncate(int fd, off_t length);
    private static final MethodHandle FTRUNCATE = Downcalls.link("ftruncate");

    // int memfd_create(const char *name, unsigned flags);
    private static final MethodHandle MEMFD_CREATE = Downcalls.link("memfd_create");

    LinuxFileCalls() {}

    @Override
    public int open(CallState state, long path, int flags, int mode) {
        try {
            int result;
            do {
                result = state.narrow(
                        (long) OPEN.invokeExact(state.capture(), path, (long) flags, (long) mode, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int close(CallState state, int fd) {
        try {
            return state.narrow((long) CLOSE.invokeExact(state.capture(), (long) fd, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int dup(CallState state, int fd) {
        try {
            int result;
            do {
                result = state.narrow((long) DUP.invokeExact(state.capture(), (long) fd, 0L, 0L, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int dup2(CallState state, int from, int to) {
        try {
            int result;
            do {
                result = state.narrow((long) DUP2.invokeExact(state.capture(), (long) from, (long) to, 0L, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int fcntl(CallState state, int fd, int command, long argument) {
        try {
            int result;
            do {
                result = state.narrow(
                        (long) FCNTL.invokeExact(state.capture(), (long) fd, (long) command, argument, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int statx(CallState state, int directory, long path, int flags, int mask, long buffer) {
        try {
            int result;
            do {
                result = state.narrow((long) STATX.invokeExact(
                        state.capture(), (long) directory, path, (long) flags, (long) mask, buffer, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int read(CallState state, int fd, long buffer, long length) {
        try {
            int result;
            do {
                result = state.narrow((long) READ.invokeExact(state.capture(), (long) fd, buffer, length, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int write(CallState state, int fd, long buffer, long length) {
        try {
            int result;
            do {
                result = state.narrow((long) WRITE.invokeExact(state.capture(), (long) fd, buffer, length, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int unlink(CallState state, long path) {
        try {
            return state.narrow((long) UNLINK.invokeExact(state.capture(), path, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int renameat2(CallState state, int fromDirectory, long from, int toDirectory, long to, int flags) {
        try {
            return state.narrow((long) RENAMEAT2.invokeExact(
                    state.capture(), (long) fromDirectory, from, (long) toDirectory, to, (long) flags, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int chmod(CallState state, long path, int mode) {
        try {
            return state.narrow((long) CHMOD.invokeExact(state.capture(), path, (long) mode, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int chown(CallState state, long path, int owner, int group) {
        try {
            return state.narrow(
                    (long) CHOWN.invokeExact(state.capture(), path, (long) owner, (long) group, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int ftruncate(CallState state, int fd, long length) {
        try {
            return state.narrow((long) FTRUNCATE.invokeExact(state.capture(), (long) fd, length, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int memfd_create(CallState state, long name, int flags) {
        try {
            return state.narrow((long) MEMFD_CREATE.invokeExact(state.capture(), name, (long) flags, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
