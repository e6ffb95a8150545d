// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.util.List;

/**
 * What a command says of itself. Its command line is read, and its help, its part of the manual page and its completions are
 * made, from this alone.
 *
 * @param word the very first argument, which asks for the command; empty for the helper itself
 * @param sentence what it does
 * @param options the table of its options
 * @param operands what its arguments that are no options stand for, such as {@code DEVICE}; each must be given. The last may be
 *     {@code DEVICE...}, which is one or more, or {@code [DEVICE]...}, any number
 * @param exitStatuses how it ends
 */
public record Description(
        String word,
        String sentence,
        List<? extends Option> options,
        List<String> operands,
        List<ExitStatus> exitStatuses) {

    /**
     * One way to end.
     *
     * @param status the exit status
     * @param when a sentence on what it means
     */
    public record ExitStatus(int status, String when) {}

    /** The fewest operands that may be given. */
    int fewestOperands() {
        return operands.size() - (lastOperand().startsWith("[") ? 1 : 0);
    }

    /** The most operands that may be given. */
    public int mostOperands() {
        return lastOperand().endsWith("...") ? Integer.MAX_VALUE : operands.size();
    }

    /** What an operand stands for, without the marks that say how often. */
    public String operandName(int index) {
        return operands.get(index).replaceAll("[\\[\\].]", "");
    }

    private String lastOperand() {
        return operands.isEmpty() ? "" : operands.getLast();
    }

    /** How the command is called where the program is called {@code program}. */
    public String called(String program) {
        return word.isEmpty() ? program : program + " " + word;
    }
}
