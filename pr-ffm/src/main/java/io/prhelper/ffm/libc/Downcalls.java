// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Links C functions with the one shape of this package. */
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private Downcalls() {}

    /**
     * The function of that name in the C library.
     *
     * @throws UnsatisfiedLinkError if the C library has none
     */
    @SuppressWarnings("restricted") // this package is the one place that links native code
    static MethodHandle link(String name) {
        Optional<MemorySegment> function = LINKER.defaultLookup().find(name);
        if (function.isEmpty()) {
            throw new UnsatisfiedLinkError("the C library has no function " + name);
        }
        return LINKER.downcallHandle(function.get(), SHAPE, ERRNO);
    }

    /** A downcall throws nothing but what the JVM itself raises. */
    static Error unexpected(Throwable thrown) {
        return thrown instanceof Error error ? error : new AssertionError("a native call threw", thrown);
    }
}
