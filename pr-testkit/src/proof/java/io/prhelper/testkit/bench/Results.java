// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Values by what was measured (rows) and of whom (columns), in the order in which they first came. */
final class Results {
    private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();
    private final Set<String> columns = new LinkedHashSet<>();

    void add(String row, String column, double value) {
        columns.add(column);
        rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
                .computeIfAbsent(column, key -> new ArrayList<>())
                .add(value);
    }

    private List<Double> values(String row, String column) {
        return rows.getOrDefault(row, Map.of()).getOrDefault(column, List.of());
    }

    boolean has(String row, String column) {
        return !values(row, column).isEmpty();
    }

    Set<String> columns() {
        return columns;
    }

    double median(String row, String column) {
        double[] sorted = sorted(row, column);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] sorted(String row, String column) {
        double[] sorted = values(row, column).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured: " + row + " of " + column);
        }
        return sorted;
    }

    /** A row for each thing measured: medians, the least value in brackets where it is not the same, and how ours compares. */
    Table table() {
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(columns);
        for (String column : others()) {
            head.add(Bed.OURS + " / " + column);
        }
        Table table = new Table(head);
        for (String row : rows.keySet()) {
            List<String> cells = new ArrayList<>(List.of(row));
            for (String column : columns) {
                cells.add(cell(row, column));
            }
            for (String column : others()) {
                boolean both = has(row, Bed.OURS) && has(row, column) && median(row, column) != 0;
                cells.add(both ? number(median(row, Bed.OURS) / median(row, column)) : "");
            }
            table.add(cells);
        }
        return table;
    }

    private Set<String> others() {
        Set<String> others = new LinkedHashSet<>(columns);
        others.remove(Bed.OURS);
        return others;
    }

    private String cell(String row, String column) {
        if (!has(row, column)) {
            return "";
        }
        String median = number(median(row, column));
        String least = number(new TreeSet<>(values(row, column)).first());
        return median.equals(least) ? median : median + " (" + least + ")";
    }

    /** Three digits that count. */
    static String number(double value) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
