// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Option;
import io.prhelper.cli.option.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command as picocli sees it; loaded for the help only. */
public final class CommandModel {
    private static final int WIDTH = 80;

    private CommandModel() {}

    /** The help text of a program that was called as {@code program}. */
    public static String help(String program) {
        return new CommandLine(spec(program)).getUsageMessage(Ansi.OFF);
    }

    private static CommandSpec spec(String program) {
        CommandSpec spec = CommandSpec.create().name(program);
        UsageMessageSpec usage = spec.usageMessage();
        usage.synopsisHeading("Usage: ").customSynopsis(program + " [OPTION]...", "       " + program + " COMMAND");
        usage.description(
                "Persistent reservation helper for QEMU: carries out persistent reservation commands for virtual machines that"
                        + " may not send them to the storage themselves.");
        usage.descriptionHeading("%n").optionListHeading("%nOptions:%n").commandListHeading("%nCommands:%n");
        usage.footer("", "The manual page is qemu-pr-helper(8).");
        usage.sortOptions(false).width(WIDTH);
        for (Option option : Option.all()) {
            spec.addOption(option(option));
        }
        for (Subcommand subcommand : Subcommand.values()) {
            CommandSpec child = CommandSpec.create();
            child.usageMessage().description(literal(subcommand.description()));
            spec.addSubcommand(subcommand.word(), child);
        }
        return spec;
    }

    private static OptionSpec option(Option option) {
        OptionSpec.Builder builder = option.standard()
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
