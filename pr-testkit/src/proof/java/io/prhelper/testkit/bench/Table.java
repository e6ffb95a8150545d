// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.util.ArrayList;
import java.util.List;

/** A table as Markdown, padded so that it reads well in a terminal too. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> head) {
        rows.add(head);
    }

    void add(List<String> cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            line(text, rows.get(i));
            if (i == 0) {
                rule(text);
            }
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            text.append(column == 0 ? "| " + cell + padding : " | " + padding + cell);
        }
        text.append(" |\n");
    }

    private void rule(StringBuilder text) {
        for (int column = 0; column < rows.getFirst().size(); column++) {
            text.append(column == 0 ? "|-" : "|").append("-".repeat(width(column) + 1));
            text.append(column == 0 ? "" : ":");
        }
        text.append("|\n");
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
