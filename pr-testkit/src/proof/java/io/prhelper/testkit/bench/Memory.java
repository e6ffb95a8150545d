// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has of the machine's memory now, in KiB ({@code /proc/PID/smaps_rollup}; proc(5)).
 *
 * @param resident RSS: shared pages count in full
 * @param proportional PSS: shared pages count by the number of processes that share them
 * @param dirty private pages that were written to: what one more instance costs
 */
public record Memory(long resident, long proportional, long dirty) {
    /**
     * Of that process.
     *
     * @throws IOException if there is none, or it is another user's
     */
    public static Memory of(long pid) throws IOException {
        String text = Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"), StandardCharsets.US_ASCII);
        return new Memory(field(text, "Rss"), field(text, "Pss"), field(text, "Private_Dirty"));
    }

    private static long field(String text, String name) {
        int at = text.indexOf("\n" + name + ":") + name.length() + 2;
        return Long.parseLong(text.substring(at, text.indexOf(" kB", at)).strip());
    }
}
