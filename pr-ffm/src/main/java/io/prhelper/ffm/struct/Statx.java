// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import java.io.IOException;

/**
 * {@code struct statx}: what a descriptor is ({@code linux/stat.h}; statx(2)).
 *
 * <pre>
 *    0  stx_mask         int    fields that were filled in
 *   16  stx_nlink        int    names that the file has
 *   20  stx_uid          int    who owns the file
 *   28  stx_mode         short  type and permissions
 *   32  stx_ino          long
 *  128  stx_rdev_major   int    of the device a node stands for
 *  132  stx_rdev_minor   int
 *  136  stx_dev_major    int    of the file system
 *  140  stx_dev_minor    int
 * </pre>
 */
public final class Statx extends Memory {
    /** Bytes of the struct. */
    public static final int SIZE = 256;

    private static final int STATX_TYPE = 0x1;
    private static final int STATX_MODE = 0x2;
    private static final int STATX_NLINK = 0x4;
    private static final int STATX_UID = 0x8;
    private static final int STATX_INO = 0x100;

    static final int STX_MASK = 0;
    static final int STX_NLINK = 16;
    static final int STX_UID = 20;
    static final int STX_MODE = 28;
    static final int STX_INO = 32;
    static final int STX_RDEV_MAJOR = 128;
    static final int STX_RDEV_MINOR = 132;
    static final int STX_DEV_MAJOR = 136;
    static final int STX_DEV_MINOR = 140;

    private static final int WANTED = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_INO;

    private static final int S_IFMT = 0xf000;
    private static final int S_IFBLK = 0x6000;
    private static final int S_IFCHR = 0x2000;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFLNK = 0xa000;
    private static final int S_IFSOCK = 0xc000;
    private static final int S_IFIFO = 0x1000;

    /** Not filled in yet. */
    public Statx() {
        super(SIZE);
    }

    /**
     * Looks at an open file, without a question to a remote or user-space file server, which might never answer.
     *
     * @return 0 or {@code -errno}
     */
    public int of(FileCalls files, CallState state, int fd) {
        return ask(files, state, fd, EMPTY, Flags.AT_EMPTY_PATH | Flags.AT_STATX_DONT_SYNC);
    }

    /**
     * Looks at a path in a directory.
     *
     * @param flags 0 or {@link Flags#AT_SYMLINK_NOFOLLOW}
     * @return 0 or {@code -errno}
     */
    public int of(FileCalls files, CallState state, int directory, Memory path, int flags) {
        return ask(files, state, directory, path, flags);
    }

    /**
     * Looks at an open file, where the call is needed and may not be there.
     *
     * @throws IOException if it fails; with a sentence of its own where it is refused whatever it is asked
     */
    public void mustTell(FileCalls files, CallState state, int fd) throws IOException {
        int result = of(files, state, fd);
        if (Errno.EPERM.is(result) || Errno.ENOSYS.is(result)) {
            throw new IOException("statx(2), without which no device can be told from another, is refused here ("
                    + Errno.text(-result)
                    + "): by a system call filter of the container or service, or by a kernel before 4.11");
        }
        KernelException.check("statx", "descriptor " + fd, result);
    }

    private int ask(FileCalls files, CallState state, int directory, Memory path, int flags) {
        return files.statx(state, directory, path, flags, WANTED, this);
    }

    /** True for a block device node. */
    public boolean isBlockDevice() {
        return type() == S_IFBLK;
    }

    /** True for a character device node. */
    public boolean isCharacterDevice() {
        return type() == S_IFCHR;
    }

    /** True for a socket. */
    public boolean isSocket() {
        return type() == S_IFSOCK;
    }

    /** True for a file that holds bytes. */
    public boolean isRegularFile() {
        return type() == S_IFREG;
    }

    /** True for a directory. */
    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    /** True for a symbolic link. */
    public boolean isSymbolicLink() {
        return type() == S_IFLNK;
    }

    /** True for a pipe. */
    public boolean isPipe() {
        return type() == S_IFIFO;
    }

    private int type() {
        return buffer().getShort(STX_MODE) & S_IFMT;
    }

    /** The permissions, 0 to 07777. */
    public int permissions() {
        return buffer().getShort(STX_MODE) & 07777;
    }

    /** How many names the file has. */
    public int links() {
        return buffer().getInt(STX_NLINK);
    }

    /** Major number of the device that the node stands for. */
    public int rdevMajor() {
        return buffer().getInt(STX_RDEV_MAJOR);
    }

    /** Minor number of the device that the node stands for. */
    public int rdevMinor() {
        return buffer().getInt(STX_RDEV_MINOR);
    }

    /** Id of the user who owns the file. */
    public int uid() {
        return buffer().getInt(STX_UID);
    }

    /** Inode number. */
    public long inode() {
        return buffer().getLong(STX_INO);
    }

    /** Major and minor number of the file system, in one. */
    public long fileSystem() {
        return ((long) buffer().getInt(STX_DEV_MAJOR) << 32) | Integer.toUnsignedLong(buffer().getInt(STX_DEV_MINOR));
    }
}
