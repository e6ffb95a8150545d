// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import java.math.BigDecimal;

/**
 * Prometheus' text format, version 0.0.4: what node_exporter's textfile collector reads, which takes neither the types nor the names of
 * OpenMetrics, and no times.
 */
final class MetricsText {
    private static final String PREFIX = "qemu_pr_helper_";
    private static final int NANOS = 9;

    private final StringBuilder text = new StringBuilder(8192);
    private final String[] common;
    private String family = "";

    /** Names and values of labels that all samples have: files of several helpers lie side by side. */
    MetricsText(String... common) {
        this.common = common;
    }

    /** Begins the samples of one metric. */
    void family(String name, String type, String help) {
        family = PREFIX + name;
        text.append("# HELP ").append(family).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(family).append(' ').append(type).append('\n');
    }

    /** One that has a single sample. */
    void gauge(String name, String help, Object value) {
        family(name, "gauge", help);
        sample(value);
    }

    /** A sample, with names and values of its labels. */
    void sample(Object value, String... labels) {
        part("", value, labels);
    }

    /** A sample of a part of the metric, such as {@code _sum}. */
    void part(String suffix, Object value, String... labels) {
        text.append(family).append(suffix).append('{');
        labels(common);
        if (labels.length > 0 && common.length > 0) {
            text.append(',');
        }
        labels(labels);
        text.append("} ").append(value).append('\n');
    }

    private void labels(String[] labels) {
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i > 0 ? "," : "").append(labels[i]).append("=\"");
            String value = labels[i + 1];
            for (int at = 0; at < value.length(); at++) {
                char character = value.charAt(at);
                switch (character) {
                    case '\\', '"' -> text.append('\\').append(character);
                    case '\n' -> text.append("\\n");
                    default -> text.append(character);
                }
            }
            text.append('"');
        }
    }

    /** Nanoseconds in seconds, to the last digit. */
    static String seconds(long nanos) {
        BigDecimal seconds = BigDecimal.valueOf(nanos, NANOS);
        return seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
