// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher tells of how this program was started.
 *
 * @param path how it was called
 * @param directory the caller's working directory where the launcher waits for a daemon to be ready, else null
 */
public record Program(String path, @Nullable String directory) {
    private static final String NAME = "qemu-pr-helper";

    /** The running program. */
    public static Program running() {
        String path = System.getProperty("io.prhelper.program");
        return new Program(path == null ? NAME : path, System.getProperty("io.prhelper.directory"));
    }

    /** The last component of its path; every message begins with it. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether the launcher waits for the daemon to be ready. */
    public boolean inBackground() {
        return directory != null;
    }

    /** What relative paths of the command line are relative to. */
    public Path base() {
        String from = directory;
        return Path.of(from == null ? "" : from);
    }

    /** Tells the launcher, where it waits, how its command is to end; it waits until standard output is closed. */
    public void report(int status) {
        if (inBackground()) {
            System.out.println(status);
        }
        System.out.flush();
    }

    /** The version as built. */
    public String version() {
        ModuleDescriptor descriptor = Program.class.getModule().getDescriptor();
        // A class path has no module descriptor; only tests run that way.
        return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
    }
}
