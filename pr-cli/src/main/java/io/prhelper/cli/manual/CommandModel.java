// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Option;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command as picocli sees it. */
public final class CommandModel {
    private static final int WIDTH = 80;

    private CommandModel() {}

    /** The help text of a program that was called as {@code program}. */
    public static String help(String program) {
        return new CommandLine(spec(program)).getUsageMessage(Ansi.OFF);
    }

    /** The command and its options. */
    static CommandSpec spec(String program) {
        CommandSpec spec = CommandSpec.create().name(program);
        UsageMessageSpec usage = spec.usageMessage();
        usage.customSynopsis(program + " [OPTION]...", program + " demo");
        usage.description(
                "Persistent reservation helper for QEMU: carries out persistent reservation commands for virtual machines that"
                        + " may not send them to the storage themselves.");
        usage.headerHeading("")
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .optionListHeading("%nOptions:%n");
        usage.footer("", "The manual page is qemu-pr-helper(8).");
        usage.sortOptions(false).width(WIDTH);
        for (Option option : Option.all()) {
            spec.addOption(option(option));
        }
        return spec;
    }

    private static OptionSpec option(Option option) {
        OptionSpec.Builder builder = option.standard()
                ? OptionSpec.builder("-" + option.letter(), option.typed())
                : OptionSpec.builder(option.typed());
        String text = option.description().replace("%", "%%");
        String argument = option.argument();
        if (argument == null) {
            return builder.arity("0").description(text).build();
        }
        String byDefault = option.byDefault();
        return builder.arity("1")
                .paramLabel(argument)
                .description(byDefault == null ? text : text + " (default '" + byDefault + "')")
                .build();
    }
}
