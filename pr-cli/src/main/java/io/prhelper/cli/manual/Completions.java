// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Option;
import io.prhelper.cli.option.Subcommand;
import java.util.Locale;

/**
 * Completion for bash and zsh. Written here because what picocli generates completes neither after {@code --socket=} nor users and
 * groups.
 */
final class Completions {
    private Completions() {}

    /** The file for {@code bash-completion/completions}. */
    static String bash(String command) {
        StringBuilder words = new StringBuilder();
        for (Option option : Option.all()) {
            if (option.standard()) {
                words.append('-').append(option.letter()).append(' ');
            }
            words.append(option.typed()).append(option.takesArgument() ? "= " : " ");
        }
        return """
                # Completion of @NAME@ for bash.
                _@FUNCTION@() {
                    local cur prev words cword
                    COMPREPLY=()
                    cur=${COMP_WORDS[COMP_CWORD]}
                    prev=${COMP_WORDS[COMP_CWORD-1]}
                    # bash takes --socket=/run apart at the equals sign.
                    if [[ $cur == = ]]; then
                        cur=
                    elif [[ $prev == = ]]; then
                        prev=${COMP_WORDS[COMP_CWORD-2]}
                    fi
                    case $prev in
                    @FILES@)
                        compopt -o filenames 2>/dev/null
                        COMPREPLY=($(compgen -f -- "$cur")) ;;
                    @USERS@)
                        COMPREPLY=($(compgen -u -- "$cur")) ;;
                    @GROUPS@)
                        COMPREPLY=($(compgen -g -- "$cur")) ;;
                    @OTHERS@)
                        ;;
                    *)
                        if [[ $COMP_CWORD -eq 1 && $cur != -* ]]; then
                            COMPREPLY=($(compgen -W '@COMMANDS@' -- "$cur"))
                        else
                            COMPREPLY=($(compgen -W '@WORDS@' -- "$cur"))
                        fi
                        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null ;;
                    esac
                }
                complete -F _@FUNCTION@ @NAME@
                """.replace("@NAME@", command)
                .replace("@FUNCTION@", command.replace('-', '_'))
                .replace("@FILES@", namesOf(Kind.FILE))
                .replace("@USERS@", namesOf(Kind.USER))
                .replace("@GROUPS@", namesOf(Kind.GROUP))
                .replace("@OTHERS@", namesOf(Kind.OTHER))
                .replace("@COMMANDS@", commands())
                .replace("@WORDS@", words.toString().strip());
    }

    /** The file for {@code zsh/site-functions}. */
    static String zsh(String command) {
        StringBuilder page = new StringBuilder("#compdef " + command + "\n_arguments -s -S \\\n");
        for (Option option : Option.all()) {
            page.append("    ");
            if (option.standard()) {
                page.append("{-").append(option.letter()).append(option.takesArgument() ? "+," : ",");
                page.append(option.typed()).append(option.takesArgument() ? "=}" : "}");
            } else {
                page.append(option.typed()).append(option.takesArgument() ? "=" : "");
            }
            page.append("'[").append(summary(option)).append(']');
            String argument = option.argument();
            if (argument != null) {
                page.append(':').append(label(argument)).append(':').append(Kind.of(option).zsh);
            }
            page.append("' \\\n");
        }
        return page.append("    '1:command:(").append(commands()).append(")'\n").toString();
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

    private static String commands() {
        StringBuilder words = new StringBuilder();
        for (Subcommand subcommand : Subcommand.values()) {
            words.append(words.isEmpty() ? "" : " ").append(subcommand.word());
        }
        return words.toString();
    }

    /** A pattern of the shell for all options whose argument is of that kind. */
    private static String namesOf(Kind kind) {
        StringBuilder names = new StringBuilder();
        for (Option option : Option.all()) {
            if (option.takesArgument() && Kind.of(option) == kind) {
                names.append(names.isEmpty() ? "" : "|");
                if (option.standard()) {
                    names.append('-').append(option.letter()).append('|');
                }
                names.append(option.typed());
            }
        }
        return names.toString();
    }

    /** What an argument is, as far as a shell can complete it. */
    private enum Kind {
        FILE("_files"),
        USER("_users"),
        GROUP("_groups"),
        OTHER("");

        private final String zsh;

        Kind(String zsh) {
            this.zsh = zsh;
        }

        static Kind of(Option option) {
            return switch (option.argument()) {
                case "PATH", "DEVICE" -> FILE;
                case "USER" -> USER;
                case "GROUP" -> GROUP;
                case null, default -> OTHER;
            };
        }
    }
}
