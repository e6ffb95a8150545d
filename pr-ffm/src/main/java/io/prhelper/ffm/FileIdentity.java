// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which file a descriptor stands for: descriptors of the same file are equal in it, in whatever process (statx(2)).
 *
 * @param fileSystem major and minor number of its file system
 * @param inode inode number there
 */
public record FileIdentity(long fileSystem, long inode) {
    /**
     * The identity of an open file.
     *
     * @param fd open on the file
     * @return file system and inode
     * @throws IOException if {@code fd} is not open
     */
    public static FileIdentity of(int fd) throws IOException {
        Statx statx = new Statx();
        int result = statx.of(Kernel.linux().files(), new CallState(), fd);
        KernelException.check("statx", "fd " + fd, result);
        return new FileIdentity(statx.fileSystem(), statx.inode());
    }

    // Written out: those of a record are spun when they are called first, which took most of the time between SIGTERM
    // and the end.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileIdentity that && inode == that.inode && fileSystem == that.fileSystem;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * fileSystem + inode);
    }
}
