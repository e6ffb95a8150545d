// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.OpenDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of listeners share: a folder with a path for the socket. */
abstract class ListenerTest {
    private final OpenDescriptors descriptors = new OpenDescriptors();

    @TempDir
    Path directory;

    @AfterEach
    void noDescriptorIsLeft() {
        descriptors.assertAsBefore();
    }

    Path path() {
        return directory.resolve("s");
    }

    static UnixListener bind(Path path) throws IOException {
        return UnixListener.bind(path.toString(), OptionalInt.empty());
    }

    List<String> names() throws IOException {
        return names(directory);
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /** A socket file that nobody listens on: what a killed helper leaves. */
    Path stale() throws IOException {
        UnixListener dead = bind(path());
        Path kept = directory.resolve("kept");
        Files.move(path(), kept);
        dead.close();
        Files.move(kept, path());
        return path();
    }

    void assertConnects() throws IOException {
        RawClient.connect(path(), Duration.ofSeconds(20)).close();
    }
}
