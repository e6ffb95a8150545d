// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Option;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Completion for bash. Written here because what picocli generates completes neither after {@code --socket=} nor users and groups.
 */
public final class BashCompletion {
    private static final String FILE = """
            # Completion of @NAME@ for bash.
            _@FUNCTION@() {
                local cur prev words operands kind=
                COMPREPLY=()
                cur=${COMP_WORDS[COMP_CWORD]}
                prev=${COMP_WORDS[COMP_CWORD-1]}
                # bash takes --socket=/run apart at the equals sign.
                if [[ $cur == = ]]; then
                    cur=
                elif [[ $prev == = ]]; then
                    prev=${COMP_WORDS[COMP_CWORD-2]}
                fi
                # What may stand there: a command and its options behind it, else the helper's.
                case $((COMP_CWORD > 1)):${COMP_WORDS[1]-} in
            @COMMANDS@    *)
            @HELPER@        [[ $COMP_CWORD -eq 1 && $cur != -* ]] && words='@WORDS@' ;;
                esac
                [[ -z $kind && $cur != -* ]] && kind=$operands
                case $kind in
                file)
                    compopt -o filenames 2>/dev/null
                    COMPREPLY=($(compgen -f -- "$cur")) ;;
                user)
                    COMPREPLY=($(compgen -u -- "$cur")) ;;
                group)
                    COMPREPLY=($(compgen -g -- "$cur")) ;;
                '')
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null ;;
                esac
            }
            complete -F _@FUNCTION@ @NAME@
            """;

    private BashCompletion() {}

    /** The file for {@code bash-completion/completions}. */
    public static String of(String name, Description helper, List<Description> commands) {
        StringBuilder branches = new StringBuilder();
        StringJoiner words = new StringJoiner(" ");
        for (Description command : commands) {
            branches.append("    1:").append(command.word()).append(")\n");
            branches.append(branch(command)).append("        ;;\n");
            words.add(command.word());
        }
        return FILE.replace("@NAME@", name)
                .replace("@FUNCTION@", name.replace('-', '_'))
                .replace("@COMMANDS@", branches)
                .replace("@HELPER@", branch(helper))
                .replace("@WORDS@", words.toString());
    }

    /** What may stand in a command line of that command, and what kind of argument follows an option. */
    private static String branch(Description command) {
        StringBuilder lines = new StringBuilder("        words='" + options(command) + "'\n");
        for (int i = 0; i < command.operands().size(); i++) {
            // They are not counted: bash would complete one too many.
            lines.append("        operands=")
                    .append(name(ArgumentKind.of(command.operandName(i))))
                    .append('\n');
        }
        StringBuilder cases = new StringBuilder();
        for (ArgumentKind kind : ArgumentKind.values()) {
            String names = namesOf(command, kind);
            if (!names.isEmpty()) {
                cases.append("        ")
                        .append(names)
                        .append(") kind=")
                        .append(name(kind))
                        .append(" ;;\n");
            }
        }
        return cases.isEmpty() ? lines.toString() : lines + "        case $prev in\n" + cases + "        esac\n";
    }

    private static String options(Description command) {
        StringJoiner words = new StringJoiner(" ");
        for (Option option : command.options()) {
            if (option.hasLetter()) {
                words.add("-" + option.letter());
            }
            words.add(option.typed() + (option.takesArgument() ? "=" : ""));
        }
        return words.toString();
    }

    /** A pattern of the shell for all options whose argument is of that kind. */
    private static String namesOf(Description command, ArgumentKind kind) {
        StringJoiner names = new StringJoiner("|");
        for (Option option : command.options()) {
            if (option.takesArgument() && ArgumentKind.of(option) == kind) {
                if (option.hasLetter()) {
                    names.add("-" + option.letter());
                }
                names.add(option.typed());
            }
        }
        return names.toString();
    }

    private static String name(ArgumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
