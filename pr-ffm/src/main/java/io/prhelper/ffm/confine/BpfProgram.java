// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.struct.SockFprog;
import java.io.IOException;
import java.util.Arrays;

/** A program that judges system calls (seccomp(2)). */
final class BpfProgram {
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;

    private final long[] instructions;

    BpfProgram(long... instructions) {
        this.instructions = instructions.clone();
    }

    /** The program that allows everything: carries {@code no_new_privs} of the calling thread to all others. */
    static BpfProgram allowEverything() {
        return new BpfProgram(Bpf.give(Bpf.ALLOW));
    }

    /** Collects instructions, without boxing each: this runs before anything is compiled. */
    static final class Builder {
        private long[] instructions = new long[512];
        private int count;

        void add(long instruction) {
            if (count == instructions.length) {
                instructions = Arrays.copyOf(instructions, 2 * count);
            }
            instructions[count++] = instruction;
        }

        BpfProgram build() {
            return new BpfProgram(Arrays.copyOf(instructions, count));
        }
    }

    long[] instructions() {
        return instructions.clone();
    }

    /**
     * Has it judge every thread of the process from now on. The calling thread must have {@code no_new_privs}.
     *
     * @throws IOException if the kernel refuses it; nothing has changed then
     */
    void installOnAllThreads(CredentialCalls calls) throws IOException {
        int result = calls.seccomp(
                new CallState(), SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, new SockFprog(instructions));
        if (result > 0) {
            throw new IOException("thread " + result + " has a system call filter of its own");
        }
        if (result < 0) {
            throw new IOException("no system call filter for all threads: " + Errno.text(-result));
        }
    }
}
