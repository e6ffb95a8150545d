// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Links C functions with the one shape of this package. */
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    /**
     * Calls the function at the address that is its first argument, and captures errno at that which is its second. One handle for
     * all functions: to bind one to each costs 80 us at start-up, times fifty (JDK 25).
     */
    @SuppressWarnings("restricted") // this package is the one place that links native code
    static final MethodHandle CALL = LINKER.downcallHandle(SHAPE, ERRNO);

    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

    private Downcalls() {}

    /**
     * The function of that name in the C library.
     *
     * @throws UnsatisfiedLinkError if the C library has none
     */
    static MemorySegment find(String name) {
        Optional<MemorySegment> function = LIBRARY.find(name);
        if (function.isEmpty()) {
            throw new UnsatisfiedLinkError("the C library has no function " + name);
        }
        return function.get();
    }

    /** A downcall throws nothing but what the JVM itself raises. */
    static Error unexpected(Throwable thrown) {
        return thrown instanceof Error error ? error : new AssertionError("a native call threw", thrown);
    }
}
