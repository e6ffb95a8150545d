// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file to which lines are appended (open(2), O_APPEND), and which logrotate(8) may rename, or copy and truncate, meanwhile. */
public record LogFile(Path path) {
    /**
     * Opens it, and makes it where it is not there. What is there stays. A link is followed where only root can put one: elsewhere it may
     * lead root to a file of root's.
     */
    public FileChannel open() throws IOException {
        if (isOfTheSystem()) {
            return FileChannel.open(path, StandardOpenOption.APPEND);
        }
        if (Files.isSymbolicLink(path)) {
            throw new IOException("a symbolic link is there");
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isOfTheSystem() {
        return path.startsWith("/dev") || path.startsWith("/proc");
    }

    /** Where it is opened anew; empty where it is not: what is in {@code /dev} gets no other name. */
    public Optional<Path> folder() {
        return isOfTheSystem()
                ? Optional.empty()
                : Optional.ofNullable(path.toAbsolutePath().getParent());
    }
}
