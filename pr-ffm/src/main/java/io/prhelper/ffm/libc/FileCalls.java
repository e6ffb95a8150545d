// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Files and descriptors. */
public interface FileCalls {
    /** {@code int open(const char *path, int flags, mode_t mode)} */
    int open(CallState state, Memory path, int flags, int mode);

    /** {@code int close(int fd)}; never repeated, also after EINTR the descriptor is gone */
    int close(CallState state, int fd);

    /** {@code int dup2(int from, int to)} */
    int dup2(CallState state, int from, int to);

    /** {@code int fcntl(int fd, int command, ...)} */
    int fcntl(CallState state, int fd, int command, int argument);

    /** {@code int fcntl(int fd, int command, ...)} */
    int fcntl(CallState state, int fd, int command, Memory argument);

    /** {@code int statx(int directory, const char *path, int flags, unsigned mask, struct statx *buffer)} */
    int statx(CallState state, int directory, Memory path, int flags, int mask, Memory buffer);

    /** {@code ssize_t read(int fd, void *buffer, size_t length)} */
    int read(CallState state, int fd, Memory buffer, int length);

    /** {@code ssize_t write(int fd, const void *buffer, size_t length)} */
    int write(CallState state, int fd, Memory buffer, int length);

    /** {@code int unlink(const char *path)} */
    int unlink(CallState state, Memory path);

    /** {@code int renameat2(int fromDirectory, const char *from, int toDirectory, const char *to, unsigned flags)} */
    int renameat2(CallState state, int fromDirectory, Memory from, int toDirectory, Memory to, int flags);

    /** {@code int chmod(const char *path, mode_t mode)} */
    int chmod(CallState state, Memory path, int mode);

    /** {@code int chown(const char *path, uid_t owner, gid_t group)} */
    int chown(CallState state, Memory path, int owner, int group);

    /** {@code int ftruncate(int fd, off_t length)} */
    int ftruncate(CallState state, int fd, long length);

    /** {@code int memfd_create(const char *name, unsigned flags)} */
    int memfd_create(CallState state, Memory name, int flags);
}
