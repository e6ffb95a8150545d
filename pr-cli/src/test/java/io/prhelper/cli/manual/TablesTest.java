// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything that is told of a command comes from what it says of itself. */
class TablesTest {
    private static final Description HELPER = new Description(
            "",
            "Help.",
            List.of(CommandOption.HELP, new CommandOption('u', "user", "USER", null, "Who to become.")),
            List.of(),
            List.of(new ExitStatus(0, "Served.")));
    private static final Description LOOK = new Description(
            "look",
            "Look at 100 % of a device.",
            List.of(
                    CommandOption.HELP,
                    new CommandOption((char) 0, "every", "SECONDS", "2", "Look again. And again."),
                    new CommandOption('o', "out", "PATH", null, "Write the device's state there.")),
            List.of("DEVICE"),
            List.of(new ExitStatus(0, "Nobody holds it."), new ExitStatus(3, "Somebody's key does.")));

    @Test
    void theHelpOfACommandIsItsOwn() {
        assertThat(CommandModel.help("/bin/h", LOOK, List.of())).isEqualTo("""
                Usage: /bin/h look [OPTION]... DEVICE

                Look at 100 % of a device.

                Options:
                  -h, --help            Display a help message and exit.
                      --every=SECONDS   Look again. And again. (default '2')
                  -o, --out=PATH        Write the device's state there.

                Exit status:
                  0   Nobody holds it.
                  3   Somebody's key does.

                The manual page is qemu-pr-helper(8).
                """);
    }

    @Test
    void theHelpOfTheHelperNamesTheCommands() {
        assertThat(CommandModel.help("h", HELPER, List.of(LOOK)))
                .startsWith("Usage: h [OPTION]...\n       h COMMAND [ARGUMENT]...\n")
                .contains(
                        "Commands:\n  look  Look at 100 % of a device.\n",
                        "'h COMMAND --help' tells more of a command.\n")
                .doesNotContain("--every");
    }

    @Test
    void thePageHasASectionForEachCommand() {
        assertThat(ManualPage.fill("@VERSION@\n@OPTIONS@\n@COMMANDS@\n@EXIT_STATUSES@\n", "1", HELPER, List.of(LOOK)))
                .isEqualTo("""
                        1
                        .TP
                        \\fB\\-h\\fR, \\fB\\-\\-help\\fR
                        Display a help message and exit.
                        .TP
                        \\fB\\-u\\fR, \\fB\\-\\-user\\fR=\\fIUSER\\fR
                        Who to become.
                        .SS qemu\\-pr\\-helper look [OPTION]... DEVICE
                        Look at 100 % of a device.
                        .TP
                        \\fB\\-h\\fR, \\fB\\-\\-help\\fR
                        Display a help message and exit.
                        .TP
                        \\fB\\-\\-every\\fR=\\fISECONDS\\fR
                        Look again. And again.
                        The default is
                        .BR 2 .
                        .TP
                        \\fB\\-o\\fR, \\fB\\-\\-out\\fR=\\fIPATH\\fR
                        Write the device\\(aqs state there.
                        .TP
                        Exit status \\fB0\\fR
                        Nobody holds it.
                        .TP
                        Exit status \\fB3\\fR
                        Somebody\\(aqs key does.
                        .TP
                        \\fB0\\fR
                        Served.
                        """);
    }

    @Test
    void bashTellsTheOptionsOfCommandsApart() {
        assertThat(BashCompletion.of("a-b", HELPER, List.of(LOOK)))
                .contains("""
                            1:look)
                                words='-h --help --every= -o --out='
                                operands=file
                                case $prev in
                                -o|--out) kind=file ;;
                                --every) kind=other ;;
                                esac
                                ;;
                            *)
                                words='-h --help -u --user='
                                case $prev in
                                -u|--user) kind=user ;;
                                esac
                                [[ $COMP_CWORD -eq 1 && $cur != -* ]] && words='look' ;;
                        """)
                .endsWith("complete -F _a_b a-b\n");
    }

    @Test
    void zshTellsTheOptionsOfCommandsApart() {
        assertThat(ZshCompletion.of("a-b", HELPER, List.of(LOOK))).isEqualTo("""
                #compdef a-b
                if (( CURRENT > 2 )); then
                    case $words[2] in
                    look)
                        shift words
                        (( CURRENT-- ))
                        _arguments -s -S \\
                            {-h,--help}'[Display a help message and exit.]' \\
                            --every='[Look again]:seconds:' \\
                            {-o+,--out=}'[Write the devices state there.]:path:_files' \\
                            '1:device:_files'
                        return ;;
                    esac
                fi
                _arguments -s -S \\
                    {-h,--help}'[Display a help message and exit.]' \\
                    {-u+,--user=}'[Who to become.]:user:_users' \\
                    '1:command:(look)'
                """);
    }
}
