// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Option;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Completion for zsh; written here for the reason that is given for bash. */
public final class ZshCompletion {
    private ZshCompletion() {}

    /** The file for {@code zsh/site-functions}. */
    public static String of(String name, Description helper, List<Description> commands) {
        StringBuilder page = new StringBuilder("#compdef " + name + "\n");
        StringJoiner words = new StringJoiner(" ");
        page.append("if (( CURRENT > 2 )); then\n    case $words[2] in\n");
        for (Description command : commands) {
            page.append("    ").append(command.word()).append(")\n");
            // The command line without the program: _arguments takes the first word for the command that it completes.
            page.append("        shift words\n        (( CURRENT-- ))\n");
            page.append("        _arguments -s -S");
            arguments(page, command, "            ");
            page.append("\n        return ;;\n");
            words.add(command.word());
        }
        page.append("    esac\nfi\n_arguments -s -S");
        arguments(page, helper, "    ");
        return page.append(" \\\n    '1:command:(").append(words).append(")'\n").toString();
    }

    private static void arguments(StringBuilder page, Description command, String indentation) {
        for (Option option : command.options()) {
            page.append(" \\\n").append(indentation).append(names(option));
            page.append("'[").append(summary(option)).append(']');
            String argument = option.argument();
            if (argument != null) {
                page.append(':')
                        .append(label(argument))
                        .append(':')
                        .append(ArgumentKind.of(option).zsh());
            }
            page.append('\'');
        }
        for (int i = 0; i < command.operands().size(); i++) {
            String operand = command.operandName(i);
            // The last may be given again and again.
            boolean many = i == command.operands().size() - 1 && command.mostOperands() > i + 1;
            page.append(" \\\n").append(indentation).append('\'').append(many ? "*" : Integer.toString(i + 1));
            page.append(':')
                    .append(label(operand))
                    .append(':')
                    .append(ArgumentKind.of(operand).zsh())
                    .append('\'');
        }
    }

    private static String names(Option option) {
        String name = option.typed() + (option.takesArgument() ? "=" : "");
        return option.hasLetter() ? "{-" + option.letter() + (option.takesArgument() ? "+," : ",") + name + "}" : name;
    }

    /** What zsh calls an argument: a bracket would end the text. */
    private static String label(String argument) {
        int bracket = argument.indexOf('[');
        return bracket == 0
                ? "events"
                : (bracket < 0 ? argument : argument.substring(0, bracket)).toLowerCase(Locale.ROOT);
    }

    /** The first sentence, without what would end a zsh description. */
    private static String summary(Option option) {
        String text = option.description();
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.replace("'", "").replace("[", "(").replace("]", ")").replace(":", "");
    }
}
