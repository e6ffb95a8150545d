// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a program measured: it prints one figure a line, a name and a number. */
record Figures(Map<String, Double> byName) {
    /**
     * Runs the program to its end.
     *
     * @throws IOException if it fails
     */
    static Figures of(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + process.exitValue());
        }
        return parse(output);
    }

    /** Other lines, such as what the measured program itself said, are passed over. */
    static Figures parse(String output) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[1].matches("[0-9]+(\\.[0-9]+)?")) {
                figures.put(words[0], Double.valueOf(words[1]));
            }
        }
        return new Figures(figures);
    }

    /** The figure of that name. */
    double get(String name) {
        Double figure = byName.get(name);
        if (figure == null) {
            throw new IllegalStateException("no figure '" + name + "' among " + byName.keySet());
        }
        return figure;
    }
}
