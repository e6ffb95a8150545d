// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line one option at a time as GNU getopt_long does, wording of the errors included: options may be bundled
 * ({@code -dv}), take their argument in the same word or the next, be abbreviated, and stand after other arguments; {@code --}
 * ends them.
 *
 * @param <O> what the table consists of
 */
public final class OptionParser<O extends Option> {
    private final List<O> options;
    private final String[] arguments;
    private final List<String> strays = new ArrayList<>();
    private int next;
    /** The word that is being read as a bundle of letters, and how far; empty between words. */
    private String bundle = "";

    private int letter;
    private String value = "";

    /** A parser of these arguments that knows the options of a table. */
    public OptionParser(List<O> options, String[] arguments) {
        this.options = options;
        this.arguments = arguments;
    }

    /** The next option, or null when there is no further one. */
    public @Nullable O next() throws UsageException {
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

    private O shortOption() throws UsageException {
        char name = bundle.charAt(letter++);
        O option = withLetter(name);
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

    private O longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        O option = named(word.substring(2, equals < 0 ? word.length() : equals), word);
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

    private @Nullable O withLetter(char name) {
        for (O option : options) {
            if (option.hasLetter() && option.letter() == name) {
                return option;
            }
        }
        return null;
    }

    private O named(String name, String word) throws UsageException {
        List<O> lettered = new ArrayList<>();
        List<O> others = new ArrayList<>();
        for (O option : options) {
            if (option.longName().equals(name)) {
                return option;
            }
            if (option.longName().startsWith(name)) {
                (option.hasLetter() ? lettered : others).add(option);
            }
        }
        // What abbreviates an option of the manual, which have letters, keeps doing so, whatever we add.
        List<O> candidates = lettered.isEmpty() ? others : lettered;
        if (candidates.isEmpty()) {
            throw new UsageException("unrecognized option '" + word + "'");
        }
        if (candidates.size() > 1) {
            StringBuilder message = new StringBuilder("option '" + word + "' is ambiguous; possibilities:");
            for (O candidate : candidates) {
                message.append(" '").append(candidate.typed()).append('\'');
            }
            throw new UsageException(message.toString());
        }
        return candidates.get(0);
    }
}
