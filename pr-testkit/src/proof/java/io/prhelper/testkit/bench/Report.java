// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts what was measured into a page: between a pair of marks for each measurement, and plots beside it. */
final class Report {
    private static final String PAGE = "performance.md";

    private final Path folder;

    Report(Path folder) {
        this.folder = folder;
    }

    /**
     * Replaces what stands between {@code <!-- NAME -->} and {@code <!-- end -->}.
     *
     * @throws IOException if the page has no such marks
     */
    void put(String name, String text) throws IOException {
        Path page = folder.resolve(PAGE);
        String before = Files.readString(page);
        String mark = "<!-- " + name + " -->\n";
        int from = before.indexOf(mark);
        int to = before.indexOf("<!-- end -->", from);
        if (from < 0 || to < 0) {
            throw new IOException(page + " has no marks for " + name);
        }
        Files.writeString(page, before.substring(0, from) + mark + text + before.substring(to));
    }

    void put(String name, Outcome outcome) throws IOException {
        put(name, outcome.toString());
        for (var plot : outcome.plots().entrySet()) {
            Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        }
    }
}
