// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Option;
import io.prhelper.cli.option.Subcommand;

/** What the table of options contributes to the manual page, as man(7) macros; the prose around it is the template's. */
final class ManualPage {
    private ManualPage() {}

    /** The page: {@code template} with its two lists and the version filled in. */
    static String fill(String template, String version) {
        return template.replace("@VERSION@", version)
                .replace("@OPTIONS@\n", options())
                .replace("@COMMANDS@\n", commands());
    }

    private static String options() {
        StringBuilder page = new StringBuilder();
        for (Option option : Option.all()) {
            page.append(".TP\n");
            if (option.standard()) {
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

    private static String commands() {
        StringBuilder page = new StringBuilder();
        for (Subcommand subcommand : Subcommand.values()) {
            page.append(".TP\n\\fB").append(roff(subcommand.word())).append("\\fR\n");
            page.append(text(subcommand.description())).append('\n');
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
