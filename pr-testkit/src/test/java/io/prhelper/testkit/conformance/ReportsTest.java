// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two forms of results that programs read. */
final class ReportsTest {
    private record Line(String name, ConformanceResult result) {}

    private static final List<Line> LINES = List.of(
            new Line("passes", new ConformanceResult.Passed()),
            new Line(
                    "fails # 1\\2 <\"&\">",
                    new ConformanceResult.Failed(new AssertionError("a \"b\"\nc\\d \u0001<&>"))),
            new Line("is skipped", new ConformanceResult.Skipped("no\nsocket")),
            new Line("is known", new ConformanceResult.KnownDifference("it is old", new AssertionError("e"))),
            new Line("is stale", new ConformanceResult.Stale("it was old")),
            new Line("has no message", new ConformanceResult.Failed(new IllegalStateException())));

    private static <T extends ConformanceReport> T told(T report) {
        report.begins(7);
        for (Line line : LINES) {
            report.ended(
                    ConformanceCase.of(line.name(), "SPC-5, 5.14", subject -> {}),
                    line.result(),
                    Duration.ofMillis(1500));
        }
        report.stopped("no other\ncase & so on");
        return report;
    }

    @Test
    void tap() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        told(new TapReport(new PrintStream(bytes, false, StandardCharsets.UTF_8)));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        TAP version 14
                        1..7
                        ok 1 - passes
                        not ok 2 - fails \\# 1\\\\2 <"&">
                          ---
                          message: "a \\"b\\"\\nc\\\\d \ufffd<&>"
                          source: "SPC-5, 5.14"
                          ...
                        ok 3 - is skipped # SKIP no socket
                        not ok 4 - is known # TODO it is old
                        not ok 5 - is stale
                          ---
                          message: "passed, although a known difference is listed (it was old)"
                          source: "SPC-5, 5.14"
                          ...
                        not ok 6 - has no message
                          ---
                          message: "java.lang.IllegalStateException"
                          source: "SPC-5, 5.14"
                          ...
                        Bail out! no other case & so on
                        """);
    }

    @Test
    void junit() {
        String xml = told(new JUnitReport()).xml();
        assertThat(xml).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <testsuite name="conformance" tests="6" failures="3" errors="0" skipped="2" time="9.000">
                          <testcase classname="io.prhelper.testkit.conformance" name="passes" time="1.500"/>
                          <testcase classname="io.prhelper.testkit.conformance" name="fails # 1\\2 &lt;&quot;&amp;&quot;&gt;" time="1.500">
                            <failure message="a &quot;b&quot;&#10;c\\d \ufffd&lt;&amp;&gt;" type="java.lang.AssertionError">SPC-5, 5.14</failure>
                          </testcase>
                          <testcase classname="io.prhelper.testkit.conformance" name="is skipped" time="1.500">
                            <skipped message="no&#10;socket"/>
                          </testcase>
                          <testcase classname="io.prhelper.testkit.conformance" name="is known" time="1.500">
                            <skipped message="it is old"/>
                          </testcase>
                          <testcase classname="io.prhelper.testkit.conformance" name="is stale" time="1.500">
                            <failure message="passed, although a known difference is listed (it was old)" type="java.lang.AssertionError">SPC-5, 5.14</failure>
                          </testcase>
                          <testcase classname="io.prhelper.testkit.conformance" name="has no message" time="1.500">
                            <failure message="java.lang.IllegalStateException" type="java.lang.IllegalStateException">SPC-5, 5.14</failure>
                          </testcase>
                          <system-err>no other&#10;case &amp; so on</system-err>
                        </testsuite>
                        """);
    }
}
