// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** {@link FileCalls} of the C library. */
final class LinuxFileCalls implements FileCalls {
    // int open(const char *path, int flags, mode_t mode);
    private static final MemorySegment OPEN = Downcalls.find("open");

    // int close(int fd);
    private static final MemorySegment CLOSE = Downcalls.find("close");

    // int dup(int fd);
    private static final MemorySegment DUP = Downcalls.find("dup");

    // int dup2(int from, int to);
    private static final MemorySegment DUP2 = Downcalls.find("dup2");

    // int fcntl(int fd, int command, long argument);
    private static final MemorySegment FCNTL = Downcalls.find("fcntl");

    // int statx(int directory, const char *path, int flags, unsigned mask, struct statx *buffer);
    private static final MemorySegment STATX = Downcalls.find("statx");

    // ssize_t read(int fd, void *buffer, size_t length);
    private static final MemorySegment READ = Downcalls.find("read");

    // ssize_t write(int fd, const void *buffer, size_t length);
    private static final MemorySegment WRITE = Downcalls.find("write");

    // int unlink(const char *path);
    private static final MemorySegment UNLINK = Downcalls.find("unlink");

    // int renameat2(int fromDirectory, const char *from, int toDirectory, const char *to, unsigned flags);
    private static final MemorySegment RENAMEAT2 = Downcalls.find("renameat2");

    // int chmod(const char *path, mode_t mode);
    private static final MemorySegment CHMOD = Downcalls.find("chmod");

    // int chown(const char *path, uid_t owner, gid_t group);
    private static final MemorySegment CHOWN = Downcalls.find("chown");

    // int ftruncate(int fd, off_t length);
    private static final MemorySegment FTRUNCATE = Downcalls.find("ftruncate");

    // int memfd_create(const char *name, unsigned flags);
    private static final MemorySegment MEMFD_CREATE = Downcalls.find("memfd_create");

    LinuxFileCalls() {}

    @Override
    public int open(CallState state, long path, int flags, int mode) {
        try {
            int result;
            do {
                result = state.narrow((long)
                        Downcalls.CALL.invokeExact(OPEN, state.capture(), path, (long) flags, (long) mode, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int close(CallState state, int fd) {
        try {
            return state.narrow(
                    (long) Downcalls.CALL.invokeExact(CLOSE, state.capture(), (long) fd, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int dup(CallState state, int fd) {
        try {
            int result;
            do {
                result = state.narrow(
                        (long) Downcalls.CALL.invokeExact(DUP, state.capture(), (long) fd, 0L, 0L, 0L, 0L, 0L));
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
                result = state.narrow((long)
                        Downcalls.CALL.invokeExact(DUP2, state.capture(), (long) from, (long) to, 0L, 0L, 0L, 0L));
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
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        FCNTL, state.capture(), (long) fd, (long) command, argument, 0L, 0L, 0L));
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
                result = state.narrow((long) Downcalls.CALL.invokeExact(
                        STATX, state.capture(), (long) directory, path, (long) flags, (long) mask, buffer, 0L));
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
                result = state.narrow((long)
                        Downcalls.CALL.invokeExact(READ, state.capture(), (long) fd, buffer, length, 0L, 0L, 0L));
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
                result = state.narrow((long)
                        Downcalls.CALL.invokeExact(WRITE, state.capture(), (long) fd, buffer, length, 0L, 0L, 0L));
            } while (Errno.EINTR.is(result));
            return result;
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int unlink(CallState state, long path) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(UNLINK, state.capture(), path, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int renameat2(CallState state, int fromDirectory, long from, int toDirectory, long to, int flags) {
        try {
            return state.narrow((long) Downcalls.CALL.invokeExact(
                    RENAMEAT2, state.capture(), (long) fromDirectory, from, (long) toDirectory, to, (long) flags, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int chmod(CallState state, long path, int mode) {
        try {
            return state.narrow(
                    (long) Downcalls.CALL.invokeExact(CHMOD, state.capture(), path, (long) mode, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int chown(CallState state, long path, int owner, int group) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(CHOWN, state.capture(), path, (long) owner, (long) group, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int ftruncate(CallState state, int fd, long length) {
        try {
            return state.narrow(
                    (long) Downcalls.CALL.invokeExact(FTRUNCATE, state.capture(), (long) fd, length, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    @Override
    public int memfd_create(CallState state, long name, int flags) {
        try {
            return state.narrow((long)
                    Downcalls.CALL.invokeExact(MEMFD_CREATE, state.capture(), name, (long) flags, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }
}
