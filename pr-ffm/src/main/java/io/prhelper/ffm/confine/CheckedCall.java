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
    void appendTo(List<Long> program, int refusal) {
        List<Long> body = new ArrayList<>();
        for (Check check : checks) {
            append(body, check, refusal);
        }
        body.add(Bpf.give(Bpf.ALLOW));
        program.add(Bpf.ifEqual(number, 0, body.size()));
        program.addAll(body);
    }

    private static void append(List<Long> body, Check check, int refusal) {
        body.add(Bpf.load(check.offset));
        if (check.mask != -1) {
            body.add(Bpf.and(check.mask));
        }
        int left = check.values.size();
        for (int value : check.values) {
            // On to what follows the refusal.
            body.add(Bpf.ifEqual(value, left--, 0));
        }
        body.add(Bpf.give(refusal));
    }
}
