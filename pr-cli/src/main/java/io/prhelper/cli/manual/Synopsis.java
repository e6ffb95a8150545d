// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Description;

/** How a command is called, in one line. */
final class Synopsis {
    private Synopsis() {}

    static String of(Description command, String program) {
        StringBuilder line = new StringBuilder(command.called(program)).append(" [OPTION]...");
        for (String operand : command.operands()) {
            line.append(' ').append(operand);
        }
        return line.toString();
    }
}
