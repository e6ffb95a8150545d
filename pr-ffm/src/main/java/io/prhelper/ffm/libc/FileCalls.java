// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static io.prhelper.ffm.libc.Downcalls.call;
import static io.prhelper.ffm.libc.Downcalls.find;
import static io.prhelper.ffm.libc.Downcalls.kept;
import static io.prhelper.ffm.libc.Downcalls.repeated;

import java.lang.foreign.MemorySegment;

/** Files and descriptors. */
public interface FileCalls {
    MemorySegment OPEN = find("open");
    MemorySegment OPENAT = find("openat");
    MemorySegment CLOSE = find("close");
    MemorySegment DUP2 = find("dup2");
    MemorySegment FCNTL = find("fcntl");
    MemorySegment STATX = find("statx");
    MemorySegment READ = find("read");
    MemorySegment WRITE = find("write");
    MemorySegment READLINK = find("readlink");
    MemorySegment PIPE2 = find("pipe2");
    MemorySegment UNLINKAT = find("unlinkat");
    MemorySegment RENAMEAT2 = find("renameat2");
    MemorySegment CHMOD = find("chmod");
    MemorySegment FCHMOD = find("fchmod");
    MemorySegment FCHOWNAT = find("fchownat");
    MemorySegment FTRUNCATE = find("ftruncate");
    MemorySegment MEMFD_CREATE = find("memfd_create");

    /** {@code int open(const char *path, int flags, mode_t mode)} */
    default int open(CallState state, Memory path, int flags, int mode) {
        return kept(repeated(state, OPEN, path.address(), flags, mode, 0, 0, 0), path);
    }

    /** {@code int openat(int directory, const char *path, int flags, mode_t mode)} */
    default int openat(CallState state, int directory, Memory path, int flags, int mode) {
        return kept(repeated(state, OPENAT, directory, path.address(), flags, mode, 0, 0), path);
    }

    /** {@code int close(int fd)}; never repeated, also after EINTR the descriptor is gone */
    default int close(CallState state, int fd) {
        return call(state, CLOSE, fd, 0, 0, 0, 0, 0);
    }

    /** {@code int dup2(int from, int to)} */
    default int dup2(CallState state, int from, int to) {
        return repeated(state, DUP2, from, to, 0, 0, 0, 0);
    }

    /** {@code int fcntl(int fd, int command, ...)} */
    default int fcntl(CallState state, int fd, int command, int argument) {
        return repeated(state, FCNTL, fd, command, argument, 0, 0, 0);
    }

    /** {@code int fcntl(int fd, int command, ...)} */
    default int fcntl(CallState state, int fd, int command, Memory argument) {
        return kept(repeated(state, FCNTL, fd, command, argument.address(), 0, 0, 0), argument);
    }

    /** {@code int statx(int directory, const char *path, int flags, unsigned mask, struct statx *buffer)} */
    default int statx(CallState state, int directory, Memory path, int flags, int mask, Memory buffer) {
        return kept(repeated(state, STATX, directory, path.address(), flags, mask, buffer.address(), 0), path, buffer);
    }

    /** {@code ssize_t read(int fd, void *buffer, size_t length)} */
    default int read(CallState state, int fd, Memory buffer, int length) {
        return kept(repeated(state, READ, fd, buffer.address(), length, 0, 0, 0), buffer);
    }

    /** {@code ssize_t write(int fd, const void *buffer, size_t length)} */
    default int write(CallState state, int fd, Memory buffer, int length) {
        return kept(repeated(state, WRITE, fd, buffer.address(), length, 0, 0, 0), buffer);
    }

    /** {@code ssize_t readlink(const char *path, char *target, size_t length)} */
    default int readlink(CallState state, Memory path, Memory target, int length) {
        return kept(call(state, READLINK, path.address(), target.address(), length, 0, 0, 0), path, target);
    }

    /** {@code int pipe2(int pipe[2], int flags)} */
    default int pipe2(CallState state, Memory pipe, int flags) {
        return kept(call(state, PIPE2, pipe.address(), flags, 0, 0, 0, 0), pipe);
    }

    /** {@code int unlinkat(int directory, const char *path, int flags)} */
    default int unlinkat(CallState state, int directory, Memory path, int flags) {
        return kept(call(state, UNLINKAT, directory, path.address(), flags, 0, 0, 0), path);
    }

    /** {@code int renameat2(int fromDirectory, const char *from, int toDirectory, const char *to, unsigned flags)} */
    default int renameat2(CallState state, int fromDirectory, Memory from, int toDirectory, Memory to, int flags) {
        return kept(
                call(state, RENAMEAT2, fromDirectory, from.address(), toDirectory, to.address(), flags, 0), from, to);
    }

    /** {@code int chmod(const char *path, mode_t mode)} */
    default int chmod(CallState state, Memory path, int mode) {
        return kept(call(state, CHMOD, path.address(), mode, 0, 0, 0, 0), path);
    }

    /** {@code int fchmod(int fd, mode_t mode)} */
    default int fchmod(CallState state, int fd, int mode) {
        return call(state, FCHMOD, fd, mode, 0, 0, 0, 0);
    }

    /** {@code int fchownat(int directory, const char *path, uid_t owner, gid_t group, int flags)} */
    default int fchownat(CallState state, int directory, Memory path, int owner, int group, int flags) {
        return kept(call(state, FCHOWNAT, directory, path.address(), owner, group, flags, 0), path);
    }

    /** {@code int ftruncate(int fd, off_t length)} */
    default int ftruncate(CallState state, int fd, long length) {
        return call(state, FTRUNCATE, fd, length, 0, 0, 0, 0);
    }

    /** {@code int memfd_create(const char *name, unsigned flags)} */
    default int memfd_create(CallState state, Memory name, int flags) {
        return kept(call(state, MEMFD_CREATE, name.address(), flags, 0, 0, 0, 0), name);
    }
}
