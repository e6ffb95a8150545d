// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Prints results as they come, in the Test Anything Protocol, version 14: a known difference is a TODO, a need that is not met a SKIP, and
 * a failure says what is wrong in a block of YAML.
 */
public final class TapReport implements ConformanceReport {
    private final PrintStream out;
    private int number;

    /**
     * A report that is printed.
     *
     * @param out where to
     */
    public TapReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(int cases) {
        print("TAP version 14\n1.." + cases + "\n");
    }

    @Override
    public void ended(ConformanceCase one, ConformanceResult result, Duration took) {
        number++;
        String directive = switch (result) {
            case ConformanceResult.Skipped(String reason) -> " # SKIP " + line(reason);
            case ConformanceResult.KnownDifference(String reason, Throwable cause) -> " # TODO " + line(reason);
            case ConformanceResult.Passed passed -> "";
            case ConformanceResult.Failed failed -> "";
            case ConformanceResult.Stale stale -> "";
        };
        boolean ok = result instanceof ConformanceResult.Passed || result instanceof ConformanceResult.Skipped;
        String description = line(one.name()).replace("\\", "\\\\").replace("#", "\\#");
        String detail = result.isProblem()
                ? "  ---\n  message: " + quoted(result.explanation()) + "\n  source: " + quoted(one.source())
                        + "\n  ...\n"
                : "";
        print((ok ? "ok " : "not ok ") + number + " - " + description + directive + "\n" + detail);
    }

    @Override
    public void stopped(String reason) {
        print("Bail out! " + line(reason) + "\n");
    }

    /** Whoever reads it sees a case when it has ended. */
    private void print(String text) {
        out.print(text);
        out.flush();
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(letter -> {
            switch (letter) {
                case '"', '\\' -> quoted.append('\\').append((char) letter);
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(Character.isISOControl(letter) ? '\ufffd' : (char) letter);
            }
        });
        return quoted.append('"').toString();
    }
}
