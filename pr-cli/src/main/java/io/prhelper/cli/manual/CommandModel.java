// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A command as picocli sees it; loaded for the help only. */
public final class CommandModel {
    private static final int WIDTH = 80;

    private CommandModel() {}

    /**
     * The help text of a command.
     *
     * @param program how the program was called
     * @param commands those that the command is the way to, for the helper itself
     */
    public static String help(String program, Description command, List<Description> commands) {
        CommandSpec spec = CommandSpec.create().name(program);
        UsageMessageSpec usage = spec.usageMessage();
        String synopsis = Synopsis.of(command, program);
        if (commands.isEmpty()) {
            usage.customSynopsis(synopsis);
        } else {
            usage.customSynopsis(synopsis, "       " + program + " COMMAND [ARGUMENT]...");
        }
        usage.synopsisHeading("Usage: ").descriptionHeading("%n").description(literal(command.sentence()));
        usage.optionListHeading("%nOptions:%n").commandListHeading("%nCommands:%n");
        usage.exitCodeListHeading("%nExit status:%n").exitCodeList(exitStatuses(command));
        usage.footer(footer(program, commands));
        usage.sortOptions(false).width(WIDTH);
        for (Option option : command.options()) {
            spec.addOption(option(option));
        }
        for (Description other : commands) {
            CommandSpec child = CommandSpec.create();
            child.usageMessage().description(literal(other.sentence()));
            spec.addSubcommand(other.word(), child);
        }
        return new CommandLine(spec).getUsageMessage(Ansi.OFF);
    }

    private static Map<String, String> exitStatuses(Description command) {
        Map<String, String> statuses = new LinkedHashMap<>();
        for (ExitStatus status : command.exitStatuses()) {
            statuses.put(Integer.toString(status.status()), literal(status.when()));
        }
        return statuses;
    }

    private static String[] footer(String program, List<Description> commands) {
        String page = "The manual page is qemu-pr-helper(8).";
        return commands.isEmpty()
                ? new String[] {"", page}
                : new String[] {"", literal("'" + program + " COMMAND --help' tells more of a command."), page};
    }

    private static OptionSpec option(Option option) {
        OptionSpec.Builder builder = option.hasLetter()
                ? OptionSpec.builder("-" + option.letter(), option.typed())
                : OptionSpec.builder(option.typed());
        String text = literal(option.description());
        String argument = option.argument();
        if (argument == null) {
            return builder.arity("0").description(text).build();
        }
        String byDefault = option.byDefault();
        return builder.arity("1")
                .paramLabel(argument)
                .description(byDefault == null ? text : text + " (default '" + literal(byDefault) + "')")
                .build();
    }

    /** picocli formats what it is given. */
    private static String literal(String text) {
        return text.replace("%", "%%");
    }
}
