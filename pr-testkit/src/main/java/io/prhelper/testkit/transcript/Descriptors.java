// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.raw.RawConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The open files that the player sends. */
final class Descriptors implements AutoCloseable {
    private final Map<Descriptor, OwnedFd> files = new EnumMap<>(Descriptor.class);
    private final RawConnection socket;

    private Descriptors(RawConnection socket) {
        this.socket = socket;
    }

    static Descriptors open(Path helper, Path nodeA, Path nodeB) throws IOException {
        Descriptors descriptors = new Descriptors(RawConnection.connect(helper, Duration.ofSeconds(1)));
        try {
            descriptors.put(Descriptor.A, OwnedFd.open(nodeA, true));
            descriptors.put(Descriptor.B, OwnedFd.open(nodeB, true));
            descriptors.put(Descriptor.A_READ_ONLY, OwnedFd.open(nodeA, false));
            descriptors.put(Descriptor.A_NAME_ONLY, OwnedFd.nameOnly(nodeA));
            descriptors.put(Descriptor.NULL_DEVICE, OwnedFd.open(Path.of("/dev/null"), true));
            descriptors.put(Descriptor.REGULAR_FILE, OwnedFd.inMemory("transcript"));
            descriptors.put(Descriptor.DIRECTORY, OwnedFd.open(Path.of("/"), false));
            descriptors.put(Descriptor.PIPE, pipe());
            return descriptors;
        } catch (IOException | RuntimeException failed) {
            descriptors.close();
            throw failed;
        }
    }

    private static OwnedFd pipe() throws IOException {
        Path directory = Files.createTempDirectory("transcript");
        Path pipe = directory.resolve("pipe");
        try {
            Process process =
                    new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
            process.onExit().join();
            return OwnedFd.open(pipe, true);
        } finally {
            Files.deleteIfExists(pipe);
            Files.delete(directory);
        }
    }

    private void put(Descriptor descriptor, OwnedFd file) {
        files.put(descriptor, file);
    }

    int[] fds(List<Descriptor> descriptors) {
        return descriptors.stream().mapToInt(this::fd).toArray();
    }

    private int fd(Descriptor descriptor) {
        OwnedFd file = files.get(descriptor);
        // The one that is left: an idle connection to the helper itself.
        return file == null ? socket.fd() : file.fd();
    }

    @Override
    public void close() {
        socket.close();
        files.values().forEach(OwnedFd::close);
    }
}
