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
        open.add(OwnedFd.nameOnly(Path.of("/dev/null")));
        open.add(OwnedFd.inMemory("memory"));
        for (String path :
                List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/proc/self/mem", "/proc/self/stat")) {
            open.add(OwnedFd.open(Path.of(path), Files.isWritable(Path.of(path)) && !path.endsWith("stat")));
        }
        if (Files.isWritable(Path.of("/dev/fuse"))) {
            open.add(OwnedFd.open(Path.of("/dev/fuse"), true));
        }
        Files.delete(file);
    }

    int count() {
        return open.size();
    }

    int get(int index) {
        return open.get(index).fd();
    }

    @Override
    public void close() {
        open.forEach(OwnedFd::close);
    }
}
