// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.option.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file with the process id, write-locked (fcntl(2)) for as long as the process lives; as in the reference it is left behind at
 * the end. A POSIX lock is lost when any descriptor of the file is closed, so nothing else in this process may open it.
 */
final class PidFile implements AutoCloseable {
    private final FileChannel channel;

    private PidFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes and locks it. What stood in the file before is touched only once the lock is held.
     *
     * @throws IOException if another process holds the lock or the file cannot be written; the message says which
     */
    static PidFile write(Path path) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException refused) {
            throw new IOException("Could not create '" + path + "': " + Reason.of(refused), refused);
        }
        try {
            if (channel.tryLock() == null) {
                throw new IOException("Cannot lock pid file: another process holds '" + path + "'");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new PidFile(channel);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
