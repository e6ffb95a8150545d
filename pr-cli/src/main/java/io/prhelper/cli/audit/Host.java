// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** This host. */
final class Host {
    private Host() {}

    /** The kernel's name of it (uname(2), nodename). */
    static String name() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8)
                .strip();
    }
}
