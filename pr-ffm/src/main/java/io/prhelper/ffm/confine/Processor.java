// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.io.IOException;

/** The processor that the numbers of system calls and the filter are for. */
final class Processor {
    private Processor() {}

    static void requireSupported() throws IOException {
        requireSupported(System.getProperty("os.arch"));
    }

    static void requireSupported(String name) throws IOException {
        if (!name.equals("amd64")) {
            throw new IOException("this is known to work on x86-64 only, and the processor is " + name);
        }
    }
}
