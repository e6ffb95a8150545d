// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.util.Locale;

/** Elements of a picture. What they look like stands in its style sheet, by class. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    void raw(String markup) {
        text.append(markup).append('\n');
    }

    /** A box with round corners; {@code tip} shows where the pointer is over it. */
    void box(String kind, double x, double y, double width, double height, double round, String tip) {
        raw("<rect class=\"" + kind + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\""
                + number(Math.max(width, 0)) + "\" height=\"" + number(height) + "\" rx=\"" + number(round) + "\""
                + end("rect", tip));
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        raw("<line class=\"" + kind + "\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2)
                + "\" y2=\"" + number(y2) + "\"/>");
    }

    void circle(String kind, double x, double y, double radius, String tip) {
        raw("<circle class=\"" + kind + "\" cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"" + number(radius)
                + "\"" + end("circle", tip));
    }

    void path(String kind, String path, String tip) {
        raw("<path class=\"" + kind + "\" d=\"" + path + "\"" + end("path", tip));
    }

    void text(String kind, double x, double y, String words) {
        raw("<text class=\"" + kind + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + escaped(words)
                + "</text>");
    }

    private static String end(String element, String tip) {
        return tip.isEmpty() ? "/>" : "><title>" + escaped(tip) + "</title></" + element + ">";
    }

    /** Two digits behind the point at most. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
