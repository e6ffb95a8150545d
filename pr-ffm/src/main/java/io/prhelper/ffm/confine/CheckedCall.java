// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.util.ArrayList;
import java.util.List;

/**
 * A system call that is allowed if its arguments pass all checks.
 *
 * <p>Arguments are looked at by value: what a pointer points to can change after the look. An {@code int} argument is the lower half
 * only, as the kernel reads it.
 */
final class CheckedCall {
    private final int number;
    private final List<Check> checks = new ArrayList<>();

    private CheckedCall(int number) {
        this.number = number;
    }

    /** A word of an argument, of which only the bits in the mask count, must be one of these. */
    private record Check(int offset, int mask, List<Integer> values) {}

    static CheckedCall of(int number) {
        return new CheckedCall(number);
    }

    /** The {@code int} argument with that index from 0 on must be one of these. */
    CheckedCall argumentIs(int argument, Integer... values) {
        checks.add(new Check(Bpf.low(argument), -1, List.of(values)));
        return this;
    }

    /** These bits of the {@code int} argument must be that. */
    CheckedCall bitsAre(int argument, int mask, int value) {
        checks.add(new Check(Bpf.low(argument), mask, List.of(value)));
        return this;
    }

    /** The pointer must be null. */
    CheckedCall isNull(int argument) {
        checks.add(new Check(Bpf.low(argument), -1, List.of(0)));
        checks.add(new Check(Bpf.high(argument), -1, List.of(0)));
        return this;
    }

    /** Expects the number in the accumulator; leaves it there if the call is another one, else ends with an answer. */
    void appendTo(BpfProgram.Builder program, int refusal) {
        int length = 1;
        for (Check check : checks) {
            length += 2 + (check.mask == -1 ? 0 : 1) + check.values.size();
        }
        program.add(Bpf.ifEqual(number, 0, length));
        for (Check check : checks) {
            append(program, check, refusal);
        }
        program.add(Bpf.give(Bpf.ALLOW));
    }

    private static void append(BpfProgram.Builder program, Check check, int refusal) {
        program.add(Bpf.load(check.offset));
        if (check.mask != -1) {
            program.add(Bpf.and(check.mask));
        }
        int left = check.values.size();
        for (int value : check.values) {
            // On to what follows the refusal.
            program.add(Bpf.ifEqual(value, left--, 0));
        }
        program.add(Bpf.give(refusal));
    }
}
