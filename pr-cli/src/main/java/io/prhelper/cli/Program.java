// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import java.lang.module.ModuleDescriptor;

/**
 * What this program is called and which version it is.
 *
 * @param path how it was called, as the launcher tells
 */
record Program(String path) {
    private static final String NAME = "qemu-pr-helper";

    /** The running program. */
    static Program running() {
        String path = System.getProperty("io.prhelper.program");
        return new Program(path == null ? NAME : path);
    }

    /** The last component of its path; every message begins with it. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The version as built. */
    String version() {
        ModuleDescriptor descriptor = Program.class.getModule().getDescriptor();
        // A class path has no module descriptor; only tests run that way.
        return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
    }
}
