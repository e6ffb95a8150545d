// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;
import static io.prhelper.ffm.libc.Downcalls.repeated;

import java.lang.foreign.MemorySegment;

/** {@link FileCalls} of the C library. */
final class LinuxFileCalls implements FileCalls {
    private static final MemorySegment OPEN = find("open");
    private static final MemorySegment CLOSE = find("close");
    private static final MemorySegment DUP2 = find("dup2");
    private static final MemorySegment FCNTL = find("fcntl");
    private static final MemorySegment STATX = find("statx");
    private static final MemorySegment READ = find("read");
    private static final MemorySegment WRITE = find("write");
    private static final MemorySegment UNLINK = find("unlink");
    private static final MemorySegment RENAMEAT2 = find("renameat2");
    private static final MemorySegment CHMOD = find("chmod");
    private static final MemorySegment CHOWN = find("chown");
    private static final MemorySegment FTRUNCATE = find("ftruncate");
    private static final MemorySegment MEMFD_CREATE = find("memfd_create");

    @Override
    public int open(CallState state, Memory path, int flags, int mode) {
        return kept(repeated(state, OPEN, path.address(), flags, mode, 0, 0, 0), path);
    }

    @Override
    public int close(CallState state, int fd) {
        return call(state, CLOSE, fd, 0, 0, 0, 0, 0);
    }

    @Override
    public int dup2(CallState state, int from, int to) {
        return repeated(state, DUP2, from, to, 0, 0, 0, 0);
    }

    @Override
    public int fcntl(CallState state, int fd, int command, int argument) {
        return repeated(state, FCNTL, fd, command, argument, 0, 0, 0);
    }

    @Override
    public int fcntl(CallState state, int fd, int command, Memory argument) {
        return kept(repeated(state, FCNTL, fd, command, argument.address(), 0, 0, 0), argument);
    }

    @Override
    public int statx(CallState state, int directory, Memory path, int flags, int mask, Memory buffer) {
        return kept(repeated(state, STATX, directory, path.address(), flags, mask, buffer.address(), 0), path, buffer);
    }

    @Override
    public int read(CallState state, int fd, Memory buffer, int length) {
        return kept(repeated(state, READ, fd, buffer.address(), length, 0, 0, 0), buffer);
    }

    @Override
    public int write(CallState state, int fd, Memory buffer, int length) {
        return kept(repeated(state, WRITE, fd, buffer.address(), length, 0, 0, 0), buffer);
    }

    @Override
    public int unlink(CallState state, Memory path) {
        return kept(call(state, UNLINK, path.address(), 0, 0, 0, 0, 0), path);
    }

    @Override
    public int renameat2(CallState state, int fromDirectory, Memory from, int toDirectory, Memory to, int flags) {
        return kept(
                call(state, RENAMEAT2, fromDirectory, from.address(), toDirectory, to.address(), flags, 0), from, to);
    }

    @Override
    public int chmod(CallState state, Memory path, int mode) {
        return kept(call(state, CHMOD, path.address(), mode, 0, 0, 0, 0), path);
    }

    @Override
    public int chown(CallState state, Memory path, int owner, int group) {
        return kept(call(state, CHOWN, path.address(), owner, group, 0, 0, 0), path);
    }

    @Override
    public int ftruncate(CallState state, int fd, long length) {
        return call(state, FTRUNCATE, fd, length, 0, 0, 0, 0);
    }

    @Override
    public int memfd_create(CallState state, Memory name, int flags) {
        return kept(call(state, MEMFD_CREATE, name.address(), flags, 0, 0, 0, 0), name);
    }
}
