// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.Option;
import java.util.List;

/** What the tables of the commands contribute to the manual page, as man(7) macros; the prose around it is the template's. */
public final class ManualPage {
    private ManualPage() {}

    /**
     * The page: {@code template} with its lists and the version filled in.
     *
     * @param helper the helper itself
     * @param commands those with a word
     */
    public static String fill(String template, String version, Description helper, List<Description> commands) {
        return template.replace("@VERSION@", version)
                .replace("@OPTIONS@\n", options(helper))
                .replace("@EXIT_STATUSES@\n", exitStatuses(helper, ""))
                .replace("@COMMANDS@\n", commands(commands));
    }

    private static String options(Description command) {
        StringBuilder page = new StringBuilder();
        for (Option option : command.options()) {
            page.append(".TP\n");
            if (option.hasLetter()) {
                page.append("\\fB").append(roff("-" + option.letter())).append("\\fR, ");
            }
            page.append("\\fB").append(roff(option.typed())).append("\\fR");
            String argument = option.argument();
            if (argument != null) {
                page.append("=\\fI").append(roff(argument)).append("\\fR");
            }
            page.append('\n').append(text(option.description())).append('\n');
            String byDefault = option.byDefault();
            if (byDefault != null) {
                page.append("The default is\n.BR ").append(roff(byDefault)).append(" .\n");
            }
        }
        return page.toString();
    }

    private static String exitStatuses(Description command, String label) {
        StringBuilder page = new StringBuilder();
        for (ExitStatus status : command.exitStatuses()) {
            page.append(".TP\n" + label + "\\fB" + status.status() + "\\fR\n");
            page.append(text(status.when())).append('\n');
        }
        return page.toString();
    }

    private static String commands(List<Description> commands) {
        StringBuilder page = new StringBuilder();
        for (Description command : commands) {
            page.append(".SS ")
                    .append(roff(Synopsis.of(command, "qemu-pr-helper")))
                    .append('\n');
            page.append(text(command.sentence())).append('\n');
            page.append(options(command)).append(exitStatuses(command, "Exit status "));
        }
        return page.toString();
    }

    /** Running text: a line that began with a dot or an apostrophe would be a request. */
    private static String text(String text) {
        String escaped = roff(text);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    /** Literal characters: a bare hyphen may be printed as a dash, and a backslash begins an escape. */
    private static String roff(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
    }
}
