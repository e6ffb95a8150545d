// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.prhelper.ffm.errno.Errno;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds C functions, and calls them with the one shape of this package: the only place that leaves Java. */
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    /**
     * Calls the function at the address that is its first argument, and captures errno at that which is its second. One handle for
     * all functions: to bind one to each costs 80 us at start-up, times fifty (JDK 25).
     */
    private static final MethodHandle CALL;

    /** What the JVM says where it does not let this package link anything; null where it does. */
    private static final @Nullable IllegalCallerException DENIED;

    static {
        MethodHandle linked = null;
        IllegalCallerException denied = null;
        try {
            linked = link();
        } catch (IllegalCallerException thrown) {
            denied = thrown;
        }
        CALL = linked != null ? linked : MethodHandles.empty(SHAPE.toMethodType());
        DENIED = denied;
    }

    @SuppressWarnings("restricted") // this package is the one place that links native code
    private static MethodHandle link() {
        return LINKER.downcallHandle(SHAPE, ERRNO);
    }

    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

    private Downcalls() {}

    /**
     * Fails where the JVM denies native access, before anybody calls something.
     *
     * @throws IllegalCallerException with one sentence that names the option
     */
    static void requireAccess() {
        IllegalCallerException denied = DENIED;
        if (denied == null) {
            return;
        }
        String module = Downcalls.class.getModule().getName();
        throw new IllegalCallerException(
                module != null
                        ? "Java denies native access to " + module + ": run it with --enable-native-access=" + module
                        : "Java denies native access to the class path: run it with --enable-native-access=ALL-UNNAMED,"
                                + " or put Enable-Native-Access: ALL-UNNAMED into the manifest of an executable jar",
                denied);
    }

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

    /** Calls a function that returns {@code int}: what it returned, or {@code -errno}. */
    static int call(CallState state, MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return state.narrow((long) CALL.invokeExact(function, state.capture(), a, b, c, d, e, f));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** A downcall throws nothing but what the JVM itself raises. */
    private static Error unexpected(Throwable thrown) {
        return thrown instanceof Error error ? error : new AssertionError("a native call threw", thrown);
    }

    /** Calls a function as often as a signal interrupts it. */
    static int repeated(CallState state, MemorySegment function, long a, long b, long c, long d, long e, long f) {
        int result;
        do {
            result = call(state, function, a, b, c, d, e, f);
        } while (Errno.EINTR.is(result));
        return result;
    }

    /** The result of a call that was given that memory, which lives at least until here. */
    @SuppressWarnings("ReachabilityFenceUsage") // where a call throws, it has not been made
    static int kept(int result, Memory memory) {
        Reference.reachabilityFence(memory);
        return result;
    }

    /** The result of a call that was given both. */
    @SuppressWarnings("ReachabilityFenceUsage")
    static int kept(int result, Memory one, Memory other) {
        Reference.reachabilityFence(one);
        Reference.reachabilityFence(other);
        return result;
    }
}
