// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of bounded length. What is over it is passed over, and the line is empty. */
final class LineReader {
    /** Bytes of the longest line that is read. */
    static final int LONGEST = 1 << 18;

    private final InputStream in;

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 14);
    }

    /** The next line without its end, also where it is the last and has none; null at the end. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = 0;
        int next = in.read();
        while (next >= 0 && next != '\n') {
            length++;
            if (length <= LONGEST) {
                bytes.write(next);
            }
            next = in.read();
        }
        if (next < 0 && length == 0) {
            return null;
        }
        return length > LONGEST ? "" : bytes.toString(StandardCharsets.UTF_8);
    }
}
