// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct statx}: what a descriptor is ({@code linux/stat.h}; statx(2)).
 *
 * <pre>
 *    0  stx_mask         int    fields that were filled in
 *   28  stx_mode         short  type and permissions
 *   32  stx_ino          long
 *  128  stx_rdev_major   int    of the device a node stands for
 *  132  stx_rdev_minor   int
 *  136  stx_dev_major    int    of the file system
 *  140  stx_dev_minor    int
 * </pre>
 */
public final class Statx {
    /** Bytes of the struct. */
    public static final int SIZE = 256;

    /** statx flags: the descriptor itself, and no question to a remote or user-space file server. */
    public static final int AT_EMPTY_PATH = 0x1000;

    public static final int AT_STATX_DONT_SYNC = 0x4000;

    /** The mask that asks for the type only. */
    public static final int STATX_TYPE = 0x1;

    /** The mask that asks for the inode number. */
    public static final int STATX_INO = 0x100;

    static final int STX_MASK = 0;
    static final int STX_MODE = 28;
    static final int STX_INO = 32;
    static final int STX_RDEV_MAJOR = 128;
    static final int STX_RDEV_MINOR = 132;
    static final int STX_DEV_MAJOR = 136;
    static final int STX_DEV_MINOR = 140;

    private static final int S_IFMT = 0xf000;
    private static final int S_IFBLK = 0x6000;
    private static final int S_IFCHR = 0x2000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFSOCK = 0xc000;
    private static final int S_IFIFO = 0x1000;

    private final DirectMemory memory = new DirectMemory(SIZE);
    private final ByteBuffer bytes = memory.buffer();

    /** Not filled in yet. */
    public Statx() {}

    /** Its address. */
    public long address() {
        return memory.address();
    }

    DirectMemory memory() {
        return memory;
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

    /** True for a pipe. */
    public boolean isPipe() {
        return type() == S_IFIFO;
    }

    private int type() {
        return bytes.getShort(STX_MODE) & S_IFMT;
    }

    /** Major number of the device that the node stands for. */
    public int rdevMajor() {
        return bytes.getInt(STX_RDEV_MAJOR);
    }

    /** Minor number of the device that the node stands for. */
    public int rdevMinor() {
        return bytes.getInt(STX_RDEV_MINOR);
    }

    /** Inode number. */
    public long inode() {
        return bytes.getLong(STX_INO);
    }

    /** Major and minor number of the file system, in one. */
    public long fileSystem() {
        return ((long) bytes.getInt(STX_DEV_MAJOR) << 32) | Integer.toUnsignedLong(bytes.getInt(STX_DEV_MINOR));
    }
}
