// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps results for a file of JUnit's XML, as build servers read it. Written by hand: the JDK's XML is a large module. */
public final class JUnitReport implements ConformanceReport {
    private record Line(ConformanceCase one, ConformanceResult result, Duration took) {
        boolean isSkipped() {
            return result instanceof ConformanceResult.Skipped || result instanceof ConformanceResult.KnownDifference;
        }

        String xml() {
            String head = "  <testcase classname=\"io.prhelper.testkit.conformance\" name=\"" + escaped(one.name())
                    + "\" time=\"" + seconds(took) + "\"";
            String message = " message=\"" + escaped(result.explanation()) + "\"";
            if (result.isProblem()) {
                return head + ">\n    <failure" + message + " type=\"" + type() + "\">" + escaped(one.source())
                        + "</failure>\n  </testcase>\n";
            }
            return isSkipped() ? head + ">\n    <skipped" + message + "/>\n  </testcase>\n" : head + "/>\n";
        }

        private String type() {
            Throwable cause =
                    result instanceof ConformanceResult.Failed(Throwable wrong) ? wrong : new AssertionError();
            return cause.getClass().getName();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private String stopped = "";

    /** A report without results. */
    public JUnitReport() {}

    @Override
    public void ended(ConformanceCase one, ConformanceResult result, Duration took) {
        lines.add(new Line(one, result, took));
    }

    @Override
    public void stopped(String reason) {
        stopped = reason;
    }

    /**
     * The document, of what came until now.
     *
     * @return one element {@code testsuite}, with the declaration of UTF-8 before it
     */
    public String xml() {
        Duration took = lines.stream().map(Line::took).reduce(Duration.ZERO, Duration::plus);
        long problems = lines.stream()
                .map(Line::result)
                .filter(ConformanceResult::isProblem)
                .count();
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"conformance\"");
        xml.append(" tests=\"").append(lines.size());
        xml.append("\" failures=\"").append(problems);
        xml.append("\" errors=\"0\" skipped=\"")
                .append(lines.stream().filter(Line::isSkipped).count());
        xml.append("\" time=\"").append(seconds(took)).append("\">\n");
        lines.forEach(line -> xml.append(line.xml()));
        if (!stopped.isEmpty()) {
            xml.append("  <system-err>").append(escaped(stopped)).append("</system-err>\n");
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    /** Character data and values; what XML 1.0 can not have at all is shown as what can not be shown. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> escaped.appendCodePoint(isCharacter(letter) ? letter : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isCharacter(int letter) {
        return letter >= 0x20 && (letter < 0xd800 || letter > 0xdfff) && letter != 0xfffe && letter != 0xffff;
    }
}
