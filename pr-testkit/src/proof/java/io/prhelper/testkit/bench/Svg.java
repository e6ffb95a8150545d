// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.util.List;
import java.util.Locale;

/** A drawing as text (Scalable Vector Graphics 2), of as many kinds of shapes as plots need. */
final class Svg {
    /** Colours that people with any sight can tell apart (Okabe and Ito), in the order of use. */
    static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

    /** Where a text has its anchor. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
        rectangle(0, 0, width, height, "white");
    }

    void rectangle(double x, double y, double w, double h, String colour) {
        element("rect", at("x", x) + at("y", y) + at("width", w) + at("height", h) + " fill='" + colour + "'");
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        element("line", at("x1", x1) + at("y1", y1) + at("x2", x2) + at("y2", y2) + " stroke='" + colour + "'");
    }

    void curve(double[] x, double[] y, String colour) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
            element("circle", at("cx", x[i]) + at("cy", y[i]) + " r='3' fill='" + colour + "'");
        }
        element("polyline", " points='" + points + "' fill='none' stroke-width='2' stroke='" + colour + "'");
    }

    void text(double x, double y, Anchor anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        String where = anchor.name().toLowerCase(Locale.ROOT);
        body.append("<text").append(at("x", x)).append(at("y", y)).append(" text-anchor='");
        body.append(where).append("'>").append(escaped).append("</text>\n");
    }

    private void element(String name, String attributes) {
        body.append('<').append(name).append(attributes).append("/>\n");
    }

    private static String at(String name, double value) {
        return " " + name + "='" + number(value) + "'";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    @Override
    public String toString() {
        return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + width + " " + height
                + "' font-family='sans-serif' font-size='13'>\n" + body + "</svg>\n";
    }
}
