// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A row of {@link Tables}. */
record Rule(
        String text,
        Set<Operation> operations,
        List<Clause> clauses,
        Result result,
        List<Effect> effects,
        boolean counted,
        List<Notice> notices) {
    /** A condition or its negation. */
    record Clause(Condition condition, boolean expected) {}

    /** A unit attention and whom it is for. */
    record Notice(Sense attention, Audience audience) {}

    private static final int COLUMNS = 7;

    /** The rows of a table, by operation, in the order of the table; columns that it does not have are empty. */
    static Map<Operation, List<Rule>> parse(String table) {
        Map<Operation, List<Rule>> rules = new EnumMap<>(Operation.class);
        table.lines()
                .map(Rule::parseRow)
                .forEach(rule -> rule.operations.forEach(
                        operation -> rules.computeIfAbsent(operation, first -> new ArrayList<>())
                                .add(rule)));
        return rules;
    }

    private static Rule parseRow(String row) {
        String[] cells = (row + "|".repeat(COLUMNS)).split("\\|", -1);
        return new Rule(
                row.strip().replaceAll(" +", " "),
                operations(cells[1]),
                words(cells[2]).stream().map(Rule::clause).toList(),
                Result.parse(cells[3].strip()),
                words(cells[4]).stream()
                        .map(word -> Effect.valueOf(constant(word)))
                        .toList(),
                cells[5].strip().equals("+1"),
                words(cells[6]).stream().map(Rule::notice).toList());
    }

    private static List<String> words(String cell) {
        return cell.isBlank() ? List.of() : List.of(cell.strip().split(", *"));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace(' ', '_');
    }

    private static Set<Operation> operations(String cell) {
        EnumSet<Operation> operations = EnumSet.noneOf(Operation.class);
        for (String word : words(cell)) {
            String name = constant(word);
            if (EnumSet.allOf(OperationGroup.class).stream()
                    .anyMatch(group -> group.name().equals(name))) {
                operations.addAll(OperationGroup.valueOf(name).operations());
            } else {
                operations.add(Operation.valueOf(name));
            }
        }
        return operations;
    }

    private static Clause clause(String word) {
        boolean negated = word.startsWith("not ");
        return new Clause(Condition.valueOf(constant(negated ? word.substring("not ".length()) : word)), !negated);
    }

    /** {@code 2A/05 to removed others}. */
    private static Notice notice(String word) {
        String[] parts = word.split(" to ", 2);
        return new Notice(Result.sense("06/" + parts[0]), Audience.valueOf(constant(parts[1])));
    }

    boolean applies(Situation situation) {
        for (int i = 0; i < clauses.size(); i++) {
            Clause clause = clauses.get(i);
            if (situation.holds(clause.condition) != clause.expected) {
                return false;
            }
        }
        return true;
    }
}
