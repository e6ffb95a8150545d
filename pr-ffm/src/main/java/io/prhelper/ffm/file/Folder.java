// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.file;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.Statx;
import java.io.IOException;

/**
 * A folder that is held open. Names are looked up in it and never followed: whoever owns the folder, or one on the way to it, can put other
 * files there, but cannot lead a privileged process out of it.
 */
public final class Folder implements AutoCloseable {
    private final FileCalls files;
    private final CallState state = new CallState();
    private final OwnedFd folder;

    private Folder(FileCalls files, OwnedFd folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * The folder of a file.
     *
     * @param path of the file, which need not be there
     * @throws IOException if there is no such folder; the message is errno's text
     */
    public static Folder of(FileCalls files, String path) throws IOException {
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        int fd = files.open(
                new CallState(),
                Memory.cString(parent.isEmpty() ? "." : parent),
                Flags.O_PATH | Varying.O_DIRECTORY.value() | Flags.O_CLOEXEC,
                0);
        if (fd < 0) {
            throw new IOException(Errno.text(-fd));
        }
        return new Folder(files, new OwnedFd(fd));
    }

    /** The name of a file in its folder: of a path that ends with a slash, the folder itself. */
    public static Memory nameOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Memory.cString(name.isEmpty() ? "." : name);
    }

    /** A path that leads there whatever its names are called now, and is short. */
    public String path() {
        return "/proc/self/fd/" + folder.fd();
    }

    /** Opens a file, no symbolic link: a descriptor or {@code -errno}, ELOOP for a link unless O_PATH is asked for. */
    public int open(Memory name, int flags, int mode) {
        return files.openat(state, folder.fd(), name, flags | Varying.O_NOFOLLOW.value() | Flags.O_CLOEXEC, mode);
    }

    /** Looks at a file, of a symbolic link at the link: 0 or {@code -errno}. */
    public int look(Memory name, Statx result) {
        return result.of(files, state, folder.fd(), name, Flags.AT_SYMLINK_NOFOLLOW);
    }

    /** Gives a file another name: 0 or {@code -errno}. */
    public int rename(Memory from, Memory to, int flags) {
        return files.renameat2(state, folder.fd(), from, folder.fd(), to, flags);
    }

    /** Removes a name: 0 or {@code -errno}. */
    public int remove(Memory name) {
        return files.unlinkat(state, folder.fd(), name, 0);
    }

    @Override
    public void close() {
        folder.close();
    }
}
