// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the command line of a command with a word says. */
public final class Arguments {
    private final Map<Option, String> given;
    private final List<String> operands;

    private Arguments(Map<Option, String> given, List<String> operands) {
        this.given = given;
        this.operands = operands;
    }

    /**
     * Reads the arguments behind the word. {@link CommandOption#HELP} ends the reading where it stands; the first error is the one
     * reported.
     *
     * @throws UsageException for an option that there is not, one without its argument, and too many, too few or empty operands
     */
    public static Arguments read(Description command, String[] arguments) throws UsageException {
        OptionParser<Option> parser = new OptionParser<>(List.copyOf(command.options()), arguments);
        Map<Option, String> given = new HashMap<>();
        for (Option option = parser.next(); option != null; option = parser.next()) {
            given.put(option, parser.value());
            if (option.equals(CommandOption.HELP)) {
                return new Arguments(given, List.of());
            }
        }
        List<String> operands = List.copyOf(parser.strays());
        if (operands.size() > command.mostOperands()) {
            throw new UsageException("extra operand '" + operands.get(command.mostOperands()) + "'");
        }
        if (operands.size() < command.fewestOperands()) {
            throw new UsageException("missing operand " + command.operandName(operands.size()));
        }
        if (operands.contains("")) {
            throw new UsageException("empty operand "
                    + command.operandName(
                            Math.min(operands.indexOf(""), command.operands().size() - 1)));
        }
        return new Arguments(given, operands);
    }

    /** Whether the option was given. */
    public boolean has(Option option) {
        return given.containsKey(option);
    }

    /** The argument of an option where it was given last, else its default, else null. */
    public @Nullable String value(Option option) {
        String value = given.get(option);
        return value == null ? option.byDefault() : value;
    }

    /** What is no option, in the order given; as many as the command lets there be. */
    public List<String> operands() {
        return operands;
    }
}
