// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** Any system call by its number, for what the helper has no use for and must not be able to do. */
public final class RawSyscall {
    // long syscall(long number, ...);
    private static final MemorySegment SYSCALL = Downcalls.find("syscall");

    private RawSyscall() {}

    /** Without pointers. */
    public static int call(int number, long first, long second, long third) {
        return Downcalls.call(new CallState(), SYSCALL, number, first, second, third, 0, 0);
    }

    /** With a path as the first argument. */
    public static int on(String path, int number, long second, long third) {
        Memory memory = Memory.cString(path);
        return Downcalls.kept(call(number, memory.address(), second, third), memory);
    }

    /** With a path as the second argument. */
    public static int at(int number, long first, String path, long third) {
        Memory memory = Memory.cString(path);
        return Downcalls.kept(call(number, first, memory.address(), third), memory);
    }
}
