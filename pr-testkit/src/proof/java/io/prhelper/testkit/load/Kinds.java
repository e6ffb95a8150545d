// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An open descriptor of each kind of file that is no SCSI device. */
final class Kinds implements AutoCloseable {
    private final List<OwnedFd> open = new ArrayList<>();
    private final int firstNode;

    /** Opens them; {@code folder} is for a named pipe and a file. */
    Kinds(Path folder) throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        if (Files.notExists(pipe)
                && new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo failed");
        }
        Path file = Files.createTempFile(folder, "file", "");
        open.add(OwnedFd.open(pipe, true));
        open.add(OwnedFd.open(file, true));
        open.add(OwnedFd.open(folder, false));
        open.add(OwnedFd.nameOnly(file));
        open.add(OwnedFd.inMemory("memory"));
        open.add(OwnedFd.open(Path.of("/proc/self/mem"), true));
        open.add(OwnedFd.open(Path.of("/proc/self/stat"), false));
        firstNode = open.size();
        open.add(OwnedFd.nameOnly(Path.of("/dev/null")));
        for (String path : List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random")) {
            open.add(OwnedFd.open(Path.of(path), Files.isWritable(Path.of(path))));
        }
        if (Files.isWritable(Path.of("/dev/fuse"))) {
            open.add(OwnedFd.open(Path.of("/dev/fuse"), true));
        }
        Files.delete(file);
    }

    int count() {
        return open.size();
    }

    /** Whether it is a device node. */
    boolean isNode(int index) {
        return index >= firstNode;
    }

    int get(int index) {
        return open.get(index).fd();
    }

    @Override
    public void close() {
        open.forEach(OwnedFd::close);
    }
}
