// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line one option at a time as GNU getopt_long does, wording of the errors included: options may be bundled
 * ({@code -dv}), take their argument in the same word or the next, be abbreviated, and stand after other arguments; {@code --}
 * ends them.
 */
public final class OptionParser {
    private final String[] arguments;
    private final List<String> strays = new ArrayList<>();
    private int next;
    /** The word that is being read as a bundle of letters, and how far; empty between words. */
    private String bundle = "";

    private int letter;
    private String value = "";

    /** A parser of these arguments. */
    public OptionParser(String[] arguments) {
        this.arguments = arguments;
    }

    /** The next option, or null when there is no further one. */
    public @Nullable Option next() throws UsageException {
        if (letter < bundle.length()) {
            return shortOption();
        }
        while (next < arguments.length) {
            String word = arguments[next++];
            if (word.equals("--")) {
                while (next < arguments.length) {
                    strays.add(arguments[next++]);
                }
            } else if (word.startsWith("--")) {
                return longOption(word);
            } else if (word.length() > 1 && word.charAt(0) == '-') {
                bundle = word;
                letter = 1;
                return shortOption();
            } else {
                strays.add(word);
            }
        }
        return null;
    }

    /** The argument of the option that was read last, empty where it takes none. */
    public String value() {
        return value;
    }

    /** The words seen so far that are neither options nor their arguments. */
    public List<String> strays() {
        return strays;
    }

    private Option shortOption() throws UsageException {
        char name = bundle.charAt(letter++);
        Option option = withLetter(name);
        if (option == null) {
            throw new UsageException("invalid option -- '" + name + "'");
        }
        value = "";
        if (option.takesArgument()) {
            if (letter < bundle.length()) {
                value = bundle.substring(letter);
            } else if (next < arguments.length) {
                value = arguments[next++];
            } else {
                throw new UsageException("option requires an argument -- '" + name + "'");
            }
            letter = bundle.length();
        }
        return option;
    }

    private Option longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        Option option = named(word.substring(2, equals < 0 ? word.length() : equals), word);
        value = "";
        if (!option.takesArgument()) {
            if (equals >= 0) {
                throw new UsageException("option '" + option.typed() + "' doesn't allow an argument");
            }
        } else if (equals >= 0) {
            value = word.substring(equals + 1);
        } else if (next < arguments.length) {
            value = arguments[next++];
        } else {
            throw new UsageException("option '" + option.typed() + "' requires an argument");
        }
        return option;
    }

    private static @Nullable Option withLetter(char name) {
        for (Option option : Option.all()) {
            if (option.standard() && option.letter() == name) {
                return option;
            }
        }
        return null;
    }

    private static Option named(String name, String word) throws UsageException {
        List<Option> standard = new ArrayList<>();
        List<Option> added = new ArrayList<>();
        for (Option option : Option.all()) {
            if (option.longName().equals(name)) {
                return option;
            }
            if (option.longName().startsWith(name)) {
                (option.standard() ? standard : added).add(option);
            }
        }
        // What abbreviates an option of the manual keeps doing so, whatever we add.
        List<Option> candidates = standard.isEmpty() ? added : standard;
        if (candidates.isEmpty()) {
            throw new UsageException("unrecognized option '" + word + "'");
        }
        if (candidates.size() > 1) {
            StringBuilder message = new StringBuilder("option '" + word + "' is ambiguous; possibilities:");
            for (Option candidate : candidates) {
                message.append(" '").append(candidate.typed()).append('\'');
            }
            throw new UsageException(message.toString());
        }
        return candidates.get(0);
    }
}
