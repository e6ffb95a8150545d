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
        element("<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>", x, y, w, h, colour);
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        element("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s'/>", x1, y1, x2, y2, colour);
    }

    void curve(double[] x, double[] y, String colour) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
            element("<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", x[i], y[i], colour);
        }
        element(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                points.toString().strip(), colour);
    }

    void text(double x, double y, Anchor anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        element(
                "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), escaped);
    }

    private void element(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    @Override
    public String toString() {
        return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + width + " " + height
                + "' font-family='sans-serif' font-size='13'>\n" + body + "</svg>\n";
    }
}
