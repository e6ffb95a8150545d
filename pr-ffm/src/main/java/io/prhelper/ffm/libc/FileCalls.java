// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Files and descriptors. */
public interface FileCalls {
    /** open(2). */
    int open(CallState state, Memory path, int flags, int mode);

    /** close(2); never repeated, also after EINTR the descriptor is gone. */
    int close(CallState state, int fd);

    /** dup2(2). */
    int dup2(CallState state, int from, int to);

    /** fcntl(2). */
    int fcntl(CallState state, int fd, int command, int argument);

    /** fcntl(2). */
    int fcntl(CallState state, int fd, int command, Memory argument);

    /** statx(2). */
    int statx(CallState state, int directory, Memory path, int flags, int mask, Memory buffer);

    /** read(2). */
    int read(CallState state, int fd, Memory buffer, int length);

    /** write(2). */
    int write(CallState state, int fd, Memory buffer, int length);

    /** unlink(2). */
    int unlink(CallState state, Memory path);

    /** renameat2(2). */
    int renameat2(CallState state, int fromDirectory, Memory from, int toDirectory, Memory to, int flags);

    /** chmod(2). */
    int chmod(CallState state, Memory path, int mode);

    /** chown(2). */
    int chown(CallState state, Memory path, int owner, int group);

    /** ftruncate(2). */
    int ftruncate(CallState state, int fd, long length);

    /** memfd_create(2). */
    int memfd_create(CallState state, Memory name, int flags);
}
