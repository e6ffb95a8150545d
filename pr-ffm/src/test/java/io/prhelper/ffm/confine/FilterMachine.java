// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

/** Runs a filter as the kernel does (the rules of {@code Documentation/networking/filter.rst}, for the instructions in use). */
final class FilterMachine {
    static final int X86_64 = 0xc000003e;

    private final long[] program;
    private final boolean bigEndian;

    FilterMachine(BpfProgram program) {
        this(program, false);
    }

    FilterMachine(BpfProgram program, boolean bigEndian) {
        this.program = program.instructions();
        this.bigEndian = bigEndian;
    }

    /** The answer to a call with these arguments. */
    int judge(int architecture, int number, long... arguments) {
        int accumulator = 0;
        for (int at = 0; at < program.length; at++) {
            int operand = (int) (program[at] >>> 32);
            int ifTrue = (int) (program[at] >>> 16 & 0xff);
            int ifFalse = (int) (program[at] >>> 24 & 0xff);
            switch ((int) program[at] & 0xffff) {
                case 0x20 -> accumulator = word(operand, architecture, number, arguments);
                case 0x54 -> accumulator &= operand;
                case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("instruction " + Long.toHexString(program[at]));
            }
        }
        throw new AssertionError("the program ends without an answer");
    }

    private int word(int offset, int architecture, int number, long... arguments) {
        if (offset == 0) {
            return number;
        }
        if (offset == 4) {
            return architecture;
        }
        int index = (offset - 16) / 8;
        long argument = index < arguments.length ? arguments[index] : 0;
        return (int) (offset % 8 == 0 != bigEndian ? argument : argument >>> 32);
    }
}
