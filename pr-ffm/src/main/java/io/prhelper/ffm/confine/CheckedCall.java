// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.Syscall;
import java.util.ArrayList;
import java.util.List;

/**
 * A system call that is allowed if its arguments pass all checks.
 *
 * <p>Arguments are looked at by value: what a pointer points to can change after the look. An {@code int} argument is the lower half
 * only, as the kernel reads it.
 */
final class CheckedCall {
    private final Syscall call;
    private final List<Check> checks = new ArrayList<>();

    private CheckedCall(Syscall call) {
        this.call = call;
    }

    /** The lower or upper half of an argument, of which only the bits in the mask count, must be one of these. */
    private record Check(int argument, boolean upper, int mask, List<Integer> values) {}

    static CheckedCall of(Syscall call) {
        return new CheckedCall(call);
    }

    /** The {@code int} argument with that index from 0 on must be one of these. */
    CheckedCall argumentIs(int argument, Integer... values) {
        checks.add(new Check(argument, false, -1, List.of(values)));
        return this;
    }

    /** These bits of the {@code int} argument must be one of these. */
    CheckedCall bitsAre(int argument, int mask, Integer... values) {
        checks.add(new Check(argument, false, mask, List.of(values)));
        return this;
    }

    /** The pointer must be null. */
    CheckedCall isNull(int argument) {
        checks.add(new Check(argument, false, -1, List.of(0)));
        checks.add(new Check(argument, true, -1, List.of(0)));
        return this;
    }

    /**
     * Expects the number in the accumulator; leaves it there if the call is another one, else ends with an answer. Appends nothing where
     * there is no such call.
     */
    void appendTo(BpfProgram.Builder program, Abi abi, int refusal) {
        int number = call.on(abi);
        if (number == Syscall.NOT_THERE) {
            return;
        }
        int length = 1;
        for (Check check : checks) {
            length += 2 + (check.mask == -1 ? 0 : 1) + check.values.size();
        }
        program.add(Bpf.ifEqual(number, 0, length));
        for (Check check : checks) {
            append(program, abi, check, refusal);
        }
        program.add(Bpf.give(Bpf.ALLOW));
    }

    private static void append(BpfProgram.Builder program, Abi abi, Check check, int refusal) {
        program.add(Bpf.load(Bpf.half(abi, check.argument, check.upper)));
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
