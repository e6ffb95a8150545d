// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** Named values as bars from zero. */
final class BarChart {
    private static final int WIDTH = 640;
    private static final int BAR = 26;
    private static final int GAP = 10;
    private static final int TOP = 40;
    private static final int LEFT = 110;
    private static final int RIGHT = 80;

    private final String title;
    private final String unit;
    private final Map<String, Double> bars = new LinkedHashMap<>();

    BarChart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    void bar(String name, double value) {
        bars.put(name, value);
    }

    String svg() {
        Svg svg = new Svg(WIDTH, TOP + bars.size() * (BAR + GAP) + GAP);
        svg.text(WIDTH / 2.0, 24, Svg.Anchor.MIDDLE, title);
        double most =
                bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double y = TOP;
        int colour = 0;
        for (var bar : bars.entrySet()) {
            double length = bar.getValue() / most * (WIDTH - LEFT - RIGHT);
            svg.text(LEFT - 8, y + BAR * 0.7, Svg.Anchor.END, bar.getKey());
            svg.rectangle(LEFT, y, length, BAR, Svg.COLOURS.get(colour++ % Svg.COLOURS.size()));
            svg.text(LEFT + length + 6, y + BAR * 0.7, Svg.Anchor.START, Results.number(bar.getValue()) + " " + unit);
            y += BAR + GAP;
        }
        return svg.toString();
    }
}
