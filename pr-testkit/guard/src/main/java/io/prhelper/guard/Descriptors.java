// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The descriptors of this process, and what they are. Those that the JVM opens for good when it first has a use for them are open before the
 * first test.
 */
final class Descriptors {
    private static final Path FOLDER = Path.of("/proc/self/fd");
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final String NOTHING = "/dev/null";
    private static final int O_RDWR = 2;

    /** Numbers that stand for nothing any more. */
    private static final Set<Integer> PARKED = ConcurrentHashMap.newKeySet();

    static {
        ForGood.open();
    }

    private Descriptors() {}

    /** Without the code that the JVM loads when it comes to it. */
    static Map<Integer, String> now() {
        Map<Integer, String> open = new TreeMap<>();
        // Listed to its end first: then the descriptor of the folder is closed again.
        String[] numbers = new File(FOLDER.toString()).list();
        for (String number : numbers == null ? new String[0] : numbers) {
            try {
                String target = Files.readSymbolicLink(FOLDER.resolve(number)).toString();
                put(open, Integer.parseInt(number), target);
            } catch (IOException closed) {
                // Between the listing and now.
            }
        }
        return open;
    }

    private static void put(Map<Integer, String> open, int number, String target) {
        boolean code = target.endsWith(".jar") || target.startsWith(JAVA_HOME);
        boolean parked = target.equals(NOTHING) && PARKED.contains(number);
        if (!code && !parked) {
            open.put(number, target);
        }
    }

    /**
     * Lets go of what they stand for, but keeps the numbers: whoever still believes to own one must not close what the number stands for
     * later.
     *
     * @return what went wrong
     */
    @SuppressWarnings("restricted")
    static String park(Set<Integer> descriptors) {
        if (descriptors.isEmpty()) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open =
                    c("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            MethodHandle dup2 =
                    c("dup2", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            MethodHandle close = c("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int nothing = (int) open.invokeExact(arena.allocateFrom(NOTHING), O_RDWR);
            for (int descriptor : descriptors) {
                int _ = (int) dup2.invokeExact(nothing, descriptor);
            }
            PARKED.addAll(descriptors);
            int _ = (int) close.invokeExact(nothing);
            return "";
        } catch (Throwable refused) {
            return "; they stay open: " + refused;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle c(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
    }
}
