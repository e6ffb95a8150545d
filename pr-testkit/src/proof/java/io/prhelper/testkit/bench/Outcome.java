// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of one measurement: a table, how it compares with the goals, and plots by file name. */
record Outcome(Table table, List<Goal> goals, Map<String, String> plots) {
    Outcome(Table table, List<Goal> goals) {
        this(table, goals, Map.of());
    }

    Outcome withPlot(String file, String svg) {
        Map<String, String> more = new LinkedHashMap<>(plots);
        more.put(file, svg);
        return new Outcome(table, goals, more);
    }

    /** The table, and one of the goals. */
    @Override
    public String toString() {
        Table wanted = new Table(List.of("goal", "measured", "at most", "met"));
        for (Goal goal : goals) {
            wanted.add(new ArrayList<>(List.of(
                    goal.what(),
                    Results.number(goal.measured()),
                    Results.number(goal.limit()),
                    goal.met() ? "yes" : "NO")));
        }
        return table + (goals.isEmpty() ? "" : "\n" + wanted);
    }
}
