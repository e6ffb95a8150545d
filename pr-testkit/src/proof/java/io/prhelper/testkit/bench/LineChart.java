// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Curves over a logarithmic axis; the other axis is logarithmic too where the values differ by much. */
final class LineChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 380;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int BOTTOM = 50;
    private static final double MUCH = 50;
    private static final int LINEAR_TICKS = 5;
    private static final String GRID = "#dddddd";

    private record Point(double x, double y) {}

    private record Curve(String name, List<Point> points) {}

    private final String title;
    private final String across;
    private final String up;
    private final List<Curve> curves = new ArrayList<>();

    LineChart(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    void line(String name, double[] x, double[] y) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            points.add(new Point(x[i], y[i]));
        }
        curves.add(new Curve(name, points));
    }

    String svg() {
        Axis x = Axis.logarithmic(all(true), LEFT, WIDTH - RIGHT);
        double least = Arrays.stream(all(false)).min().orElse(1);
        double most = Arrays.stream(all(false)).max().orElse(1);
        boolean logarithmic = least > 0 && most / least > MUCH;
        Axis y = logarithmic
                ? Axis.logarithmic(all(false), HEIGHT - BOTTOM, TOP)
                : new Axis(0, most * 1.05, false, HEIGHT - BOTTOM, TOP);
        Svg svg = new Svg(WIDTH, HEIGHT);
        svg.text(WIDTH / 2.0, 22, Svg.Anchor.MIDDLE, title);
        svg.text(WIDTH / 2.0, HEIGHT - 10, Svg.Anchor.MIDDLE, across);
        svg.text(8, TOP - 12, Svg.Anchor.START, up);
        for (Point point : curves.getFirst().points()) {
            double tick = point.x();
            svg.line(x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM, GRID);
            svg.text(x.at(tick), HEIGHT - BOTTOM + 18, Svg.Anchor.MIDDLE, String.format(Locale.ROOT, "%,.0f", tick));
        }
        for (double tick : logarithmic ? powers(least, most) : steps(most)) {
            svg.line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), GRID);
            svg.text(LEFT - 6, y.at(tick) + 4, Svg.Anchor.END, String.format(Locale.ROOT, "%,.0f", tick));
        }
        draw(svg, x, y);
        return svg.toString();
    }

    private void draw(Svg svg, Axis x, Axis y) {
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            String colour = Svg.COLOURS.get(i % Svg.COLOURS.size());
            svg.curve(
                    curve.points().stream()
                            .mapToDouble(point -> x.at(point.x()))
                            .toArray(),
                    curve.points().stream()
                            .mapToDouble(point -> y.at(point.y()))
                            .toArray(),
                    colour);
            double left = LEFT + 150.0 * (i + 1);
            svg.rectangle(left, TOP - 22, 12, 12, colour);
            svg.text(left + 18, TOP - 12, Svg.Anchor.START, curve.name());
        }
    }

    private double[] all(boolean across) {
        return curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(point -> across ? point.x() : point.y())
                .toArray();
    }

    private static double[] powers(double least, double most) {
        int first = (int) Math.floor(Math.log10(least));
        int last = (int) Math.ceil(Math.log10(most));
        double[] ticks = new double[last - first + 1];
        Arrays.setAll(ticks, i -> Math.pow(10, first + i));
        return ticks;
    }

    private static double[] steps(double most) {
        double step = Math.pow(10, Math.floor(Math.log10(most / LINEAR_TICKS)));
        while (most / step > LINEAR_TICKS * 2) {
            step *= 2;
        }
        double[] ticks = new double[(int) (most / step) + 1];
        double each = step;
        Arrays.setAll(ticks, i -> i * each);
        return ticks;
    }

    /** Where a value is drawn. */
    private record Axis(double least, double most, boolean logarithmic, double from, double to) {
        static Axis logarithmic(double[] values, double from, double to) {
            double least = Arrays.stream(values).min().orElse(1);
            double most = Arrays.stream(values).max().orElse(1);
            // Whole decades upwards, so that the ticks are inside.
            boolean upwards = from > to;
            return new Axis(
                    upwards ? Math.pow(10, Math.floor(Math.log10(least))) : least,
                    upwards ? Math.pow(10, Math.ceil(Math.log10(most))) : most,
                    true,
                    from,
                    to);
        }

        double at(double value) {
            double part =
                    logarithmic ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
            return from + part * (to - from);
        }
    }
}
